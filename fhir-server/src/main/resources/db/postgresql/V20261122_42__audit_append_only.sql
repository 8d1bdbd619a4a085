-- What was written into the audit is not written again; a role that owns the tables could still take the triggers away.
create function audit_is_append_only() returns trigger language plpgsql as $$
begin
    raise exception 'the audit is append-only';
end $$;
create trigger append_only before update or delete on audit
    for each statement execute function audit_is_append_only();
create trigger append_only before update or delete on audit_patient
    for each statement execute function audit_is_append_only();
create trigger append_only before update or delete on audit_seal
    for each statement execute function audit_is_append_only();
