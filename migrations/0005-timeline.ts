import { Migration } from '@mikro-orm/migrations';

/** Which sources a person prefers, for each category in the order of `rank`. */
export class Timeline extends Migration {
  override up(): void {
    this.addSql(`
      create table source_preferences (
        owner_id uuid not null references users (id) on delete cascade,
        category text not null,
        rank smallint not null,
        client_id text null,
        device text null,
        primary key (owner_id, category, rank)
      )`);
  }

  override down(): void {
    this.addSql('drop table source_preferences');
  }
}
