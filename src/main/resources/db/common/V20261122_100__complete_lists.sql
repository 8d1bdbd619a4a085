-- Complete lists. What a list tells has its name. Its end has no key and no words: what the partner told of the person before,
-- in messages of the format, and what the list does not have, is taken back. The end of a list of everybody has the patient 0.
alter table telling add column format varchar(20);    -- of the message; null: a FHIR write
alter table telling add column snapshot varchar(64);  -- the name of the list; null: none

update telling set format = (select m.format from message m where m.id = telling.message) where message is not null;
update telling set snapshot = (select m.sending_application from message m where m.id = telling.message)
where format = 'council-extract'
  and exists (select 1 from message m where m.id = telling.message and m.sending_application <> '');
