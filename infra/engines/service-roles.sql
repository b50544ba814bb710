-- Gives each service of Baton a role that reaches its own schema only, named after the database: baton_intake and so on.
-- An administrator runs it in Baton's database before the migrations. Repeat it to change the passwords:
--
--   psql "$ADMINISTRATOR_URL" -v ON_ERROR_STOP=1 \
--     -c "SET baton.passwords = '{\"intake\": \"…\", \"scoring\": \"…\", \"handoff\": \"…\", \"reporting\": \"…\"}'" \
--     -f infra/engines/service-roles.sql
DO $$
DECLARE
  passwords jsonb := current_setting('baton.passwords');
  service text;
  service_role text;
  schema_owner text;
BEGIN
  EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
  REVOKE ALL ON SCHEMA public FROM PUBLIC;
  FOREACH service IN ARRAY ARRAY['intake', 'scoring', 'handoff', 'reporting'] LOOP
    service_role := format('%s_%s', current_database(), service);
    IF passwords ->> service IS NULL THEN
      RAISE EXCEPTION 'baton.passwords has no password for "%".', service;
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service_role) THEN
      EXECUTE format('CREATE ROLE %I', service_role);
    END IF;
    EXECUTE format('ALTER ROLE %I LOGIN PASSWORD %L', service_role, passwords ->> service);
    -- An administrator who is not a superuser needs this to create the schema, to back it up and to replay dead letters.
    EXECUTE format('GRANT %I TO CURRENT_USER', service_role);
    EXECUTE format('GRANT CONNECT ON DATABASE %I TO %I', current_database(), service_role);
    EXECUTE format('CREATE SCHEMA IF NOT EXISTS %I AUTHORIZATION %I', service, service_role);
    SELECT nspowner::regrole::text INTO schema_owner FROM pg_namespace WHERE nspname = service;
    IF schema_owner <> quote_ident(service_role) THEN
      RAISE EXCEPTION 'The schema "%" belongs to %, not to %: it is from an earlier build.', service, schema_owner, service_role;
    END IF;
  END LOOP;
END
$$;
