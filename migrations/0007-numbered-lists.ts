import { Migration } from '@mikro-orm/migrations';

/** For lists by page number, which are ordered by the instant alone. */
export class NumberedLists extends Migration {
  override up(): void {
    this.addSql('create index activities_by_start on activities (owner_id, started_at, id)');
    this.addSql('create index body_metrics_by_moment on body_metrics (owner_id, measured_at, id)');
  }

  override down(): void {
    this.addSql('drop index activities_by_start, body_metrics_by_moment');
  }
}
