import { Migration } from '@mikro-orm/migrations';

/**
 * Time series. A sample's columns stand from wide to narrow, so that none is padded; it has no foreign key, which would cost half
 * of the speed of writing. What repeats from sample to sample (device, client, version, unit) is kept once, as its origin.
 */
export class Samples extends Migration {
  override up(): void {
    this.addSql(`
      create table sample_devices (
        owner_id uuid not null references users (id) on delete cascade,
        id integer generated always as identity,
        name text not null,
        primary key (owner_id, id),
        unique (owner_id, name)
      )`);
    this.addSql(`
      create table sample_origins (
        owner_id uuid not null references users (id) on delete cascade,
        id integer generated always as identity,
        device_id integer not null,
        metric smallint not null,
        client_id text null,
        device_version text null,
        unit text not null,
        factor double precision not null,
        primary key (owner_id, id),
        foreign key (owner_id, device_id) references sample_devices (owner_id, id) on delete cascade,
        unique nulls not distinct (owner_id, device_id, metric, client_id, device_version, unit)
      )`);
    this.addSql(`
      create table samples (
        owner_id uuid not null,
        started_at timestamptz not null,
        ended_at timestamptz not null,
        value double precision not null,
        device_id integer not null,
        origin_id integer not null,
        local_date date not null,
        metric smallint not null,
        utc_offset_minutes smallint not null,
        primary key (owner_id, metric, started_at, device_id)
      )`);
    this.addSql(`
      create table sample_hours (
        owner_id uuid not null,
        hour timestamptz not null,
        sum double precision not null,
        min double precision not null,
        max double precision not null,
        covered_seconds double precision not null,
        count integer not null,
        device_id integer not null,
        local_date date not null,
        metric smallint not null,
        utc_offset_minutes smallint not null,
        primary key (owner_id, metric, local_date, hour, device_id, utc_offset_minutes)
      )`);
  }

  override down(): void {
    this.addSql('drop table sample_hours, samples, sample_origins, sample_devices');
  }
}
