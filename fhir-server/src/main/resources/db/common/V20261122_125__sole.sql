-- Who alone wrote all versions of a resource; null: several did. Looked at by every search, which read the versions for it.
alter table resource add column sole varchar(10);
update resource set sole = (
    select case when min(v.partner) = max(v.partner) then min(v.partner) end from version v where v.resource = resource.pk);
