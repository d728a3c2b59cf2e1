import { Migration } from '@mikro-orm/migrations';

/** The page `/live` is an app like any other, so that people see and end what it may do. Its path stands for the gateway's own address. */
export class LivePage extends Migration {
  override up(): void {
    this.addSql(`
      insert into clients (uid, id, name, secret_hash, scopes, redirect_uris, profile, created_at)
      values (
        gen_random_uuid(), 'vitalgate-live', 'Vitalgate Live', null,
        '{profile:read,activities:read,body:read,sleep:read,nutrition:read,dailyWellness:read,samples:read,shares:read,notifications:read}',
        '{/live}', 'train-it-all', now()
      )
      on conflict (id) do update set name = excluded.name, secret_hash = null, scopes = excluded.scopes,
        redirect_uris = excluded.redirect_uris, profile = excluded.profile`);
  }

  override down(): void {
    this.addSql(`delete from clients where id = 'vitalgate-live'`);
  }
}
