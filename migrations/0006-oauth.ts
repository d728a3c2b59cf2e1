import { Migration } from '@mikro-orm/migrations';

/**
 * What a person allowed which app, the grants that come of it, and all that hangs on a grant: ending one is deleting its row.
 * Secrets and ids are stored as SHA-256 only.
 */
export class Oauth extends Migration {
  override up(): void {
    // A secret of 256 random bits needs no slow hash. The old hashes cannot be turned into new ones: such clients get a new secret.
    this.addSql('alter table clients drop column secret_hash');
    this.addSql('alter table clients add column secret_hash bytea null');
    this.addSql('alter table clients add column uid uuid not null default gen_random_uuid()');
    this.addSql('alter table clients alter column uid drop default');
    this.addSql(`
      create table connected_apps (
        user_id uuid not null references users (id) on delete cascade,
        client_id text not null references clients (id) on delete cascade,
        scopes text[] not null,
        connected_at timestamptz not null,
        last_used_at timestamptz null,
        primary key (user_id, client_id)
      )`);
    this.addSql('create index connected_apps_client_id_index on connected_apps (client_id)');
    this.addSql(`
      create table oauth_grants (
        id uuid primary key,
        user_id uuid not null,
        client_id text not null,
        scopes text[] not null,
        created_at timestamptz not null,
        foreign key (user_id, client_id) references connected_apps (user_id, client_id) on delete cascade
      )`);
    this.addSql('create index oauth_grants_user_id_client_id_index on oauth_grants (user_id, client_id)');
    this.addSql(`
      create table oauth_artifacts (
        hash bytea primary key,
        kind text not null,
        grant_id uuid null references oauth_grants (id) on delete cascade,
        payload text not null,
        consumed_at timestamptz null,
        expires_at timestamptz not null
      )`);
    this.addSql('create index oauth_artifacts_grant_id_index on oauth_artifacts (grant_id)');
    this.addSql('create index oauth_artifacts_expires_at_index on oauth_artifacts (expires_at)');
    this.addSql('alter table access_tokens add column name text null');
    this.addSql('alter table access_tokens add column last_used_at timestamptz null');
    this.addSql(
      'alter table access_tokens add column grant_id uuid null references oauth_grants (id) on delete cascade',
    );
    this.addSql('create index access_tokens_grant_id_index on access_tokens (grant_id)');
    this.addSql('create index access_tokens_expires_at_index on access_tokens (expires_at)');
    this.addSql(`
      create table browser_sessions (
        hash bytea primary key,
        user_id uuid not null references users (id) on delete cascade,
        signed_in_at timestamptz not null,
        expires_at timestamptz not null
      )`);
    this.addSql('create index browser_sessions_user_id_index on browser_sessions (user_id)');
    this.addSql(`
      create table server_secrets (
        name text primary key,
        value text not null,
        created_at timestamptz not null
      )`);
    // Columns as rate-limiter-flexible wants them.
    this.addSql(`
      create table rate_limits (
        key text primary key,
        points integer not null,
        expire bigint null
      )`);
  }

  override down(): void {
    this.addSql('drop table rate_limits, server_secrets, browser_sessions, oauth_artifacts');
    this.addSql('alter table access_tokens drop column grant_id, drop column last_used_at, drop column name');
    this.addSql('drop index access_tokens_expires_at_index');
    this.addSql('drop table oauth_grants, connected_apps');
    this.addSql('alter table clients drop column secret_hash, drop column uid');
    this.addSql('alter table clients add column secret_hash text null');
  }
}
