import { Migration } from '@mikro-orm/migrations';

/**
 * Streams are stored as they are. PostgreSQL's compression took most of the time of an import and of a read, for a third of the space; what is
 * stored already stays compressed until it is written again.
 */
export class PlainStreams extends Migration {
  override up(): void {
    this.addSql(
      'alter table activity_streams alter offsets_seconds set storage external, alter stream_values set storage external',
    );
  }

  override down(): void {
    this.addSql(
      'alter table activity_streams alter offsets_seconds set storage extended, alter stream_values set storage extended',
    );
  }
}
