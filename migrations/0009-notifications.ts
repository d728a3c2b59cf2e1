import { Migration } from '@mikro-orm/migrations';

/**
 * What each viewer was told, numbered without gaps in the order of the commits: whoever adds to a viewer's log holds their counter until the
 * commit. A row holds references, never data.
 */
export class Notifications extends Migration {
  override up(): void {
    this.addSql(`
      create table notification_counters (
        viewer_id uuid primary key references users (id) on delete cascade,
        last bigint not null
      )`);
    this.addSql(`
      create table notifications (
        viewer_id uuid not null references users (id) on delete cascade,
        number bigint not null,
        id uuid not null,
        kind text not null,
        category text null,
        count integer not null,
        owner_id uuid not null,
        share_id uuid not null,
        record_type text null,
        record_id uuid null,
        local_date date null,
        occurred_at timestamptz not null,
        read_at timestamptz null,
        primary key (viewer_id, number)
      )`);
    this.addSql('create unique index notifications_by_id on notifications (viewer_id, id)');
    this.addSql('create index notifications_unread on notifications (viewer_id, number) where read_at is null');
    // Live connections ask which of their tokens still hold.
    this.addSql('create index access_tokens_by_id on access_tokens (id)');
  }

  override down(): void {
    this.addSql('drop index access_tokens_by_id');
    this.addSql('drop table notifications, notification_counters');
  }
}
