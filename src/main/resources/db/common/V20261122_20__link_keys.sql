-- Under what carers are looked for; digests with a secret of the gateway (server_key), so that nothing of a person stands here.
create table link_key (
    digest   bigint not null,
    resource bigint not null
);
create index link_key_digest on link_key (digest, resource);
create index link_key_resource on link_key (resource);
