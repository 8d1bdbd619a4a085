-- Of a person: a Flag says that they and another are not to be brought together, so that no carer of theirs is told of.
alter table resource add column apart boolean default false not null;
update resource set apart = true where guarded and exists (
    select 1 from resource f where f.patient = resource.pk and f.type = 'Flag' and f.restricted and not f.deleted);
