import { Migration } from '@mikro-orm/migrations';

/** People, their organisations, the clients that act for them, and bearer tokens: small tables, replicated under Citus. */
export class Accounts extends Migration {
  override up(): void {
    this.addSql(`
      create table organisations (
        id uuid primary key,
        name text not null,
        created_at timestamptz not null
      )`);
    this.addSql(`
      create table users (
        id uuid primary key,
        number integer not null constraint users_number_unique unique,
        organisation_id uuid not null references organisations (id) on delete cascade,
        email text not null,
        email_key text not null constraint users_email_key_unique unique,
        name text null,
        image text null,
        timezone text not null,
        password_hash text not null,
        is_admin boolean not null,
        created_at timestamptz not null,
        updated_at timestamptz not null
      )`);
    this.addSql(`
      create table clients (
        id text primary key,
        name text not null,
        secret_hash text null,
        scopes text[] not null,
        redirect_uris text[] not null,
        profile text not null,
        created_at timestamptz not null
      )`);
    this.addSql(`
      create table access_tokens (
        hash bytea primary key,
        id uuid not null,
        user_id uuid not null references users (id) on delete cascade,
        client_id text null references clients (id) on delete cascade,
        scopes text[] not null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        revoked_at timestamptz null
      )`);
    this.addSql(`create index access_tokens_user_id_index on access_tokens (user_id)`);
  }

  override down(): void {
    this.addSql('drop table access_tokens, clients, users, organisations');
  }
}
