-- Who joined words of others to its own wrote them not alone.
update resource set sole = null where exists (
    select 1 from source s where s.resource = resource.pk and s.partner <> resource.sole);
