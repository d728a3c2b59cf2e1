import { Migration } from '@mikro-orm/migrations';

/** Activities with their parts. Every key starts with the owner, so that the tables can be distributed by owner. */
export class Activities extends Migration {
  override up(): void {
    this.addSql(`
      create table files (
        owner_id uuid not null references users (id) on delete cascade,
        sha256 bytea not null,
        format text not null,
        name text not null,
        size integer not null,
        blob_id uuid not null,
        created_at timestamptz not null,
        primary key (owner_id, sha256)
      )`);
    this.addSql(`
      create table activities (
        owner_id uuid not null references users (id) on delete cascade,
        id uuid not null,
        sport text not null,
        sub_sport text null,
        title text not null,
        notes text null,
        started_at timestamptz not null,
        utc_offset_minutes smallint not null,
        timezone text null,
        local_date date not null,
        duration_seconds double precision not null,
        elapsed_seconds double precision not null,
        distance_meters double precision null,
        elevation_gain_meters double precision null,
        elevation_loss_meters double precision null,
        average_heart_rate double precision null,
        max_heart_rate double precision null,
        average_power double precision null,
        max_power double precision null,
        average_cadence double precision null,
        max_cadence double precision null,
        average_speed_meters_per_second double precision null,
        max_speed_meters_per_second double precision null,
        energy_kilocalories double precision null,
        perceived_exertion smallint null,
        load integer null,
        file_sha256 bytea null,
        file_session smallint null,
        is_edited boolean not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (owner_id, id),
        foreign key (owner_id, file_sha256) references files (owner_id, sha256)
      )`);
    this.addSql(`create index activities_by_date on activities (owner_id, local_date, started_at, id)`);
    this.addSql(`create index activities_by_update on activities (owner_id, updated_at)`);
    this.addSql(`create index activities_by_file on activities (owner_id, file_sha256) where file_sha256 is not null`);
    this.addSql(`
      create table activity_sources (
        owner_id uuid not null,
        activity_id uuid not null,
        number smallint not null,
        provider text not null,
        client_id text null,
        external_id text null,
        checksum bytea null,
        payload jsonb null,
        created_at timestamptz not null,
        primary key (owner_id, activity_id, number),
        foreign key (owner_id, activity_id) references activities (owner_id, id) on delete cascade
      )`);
    this.addSql(`
      create unique index activity_sources_by_external_id on activity_sources (owner_id, client_id, external_id)
        nulls not distinct where external_id is not null`);
    this.addSql(`
      create table activity_laps (
        owner_id uuid not null,
        activity_id uuid not null,
        number smallint not null,
        started_at timestamptz not null,
        duration_seconds double precision not null,
        elapsed_seconds double precision not null,
        distance_meters double precision null,
        elevation_gain_meters double precision null,
        elevation_loss_meters double precision null,
        average_heart_rate double precision null,
        max_heart_rate double precision null,
        average_power double precision null,
        max_power double precision null,
        average_cadence double precision null,
        max_cadence double precision null,
        average_speed_meters_per_second double precision null,
        max_speed_meters_per_second double precision null,
        energy_kilocalories double precision null,
        primary key (owner_id, activity_id, number),
        foreign key (owner_id, activity_id) references activities (owner_id, id) on delete cascade
      )`);
    this.addSql(`
      create table activity_pauses (
        owner_id uuid not null,
        activity_id uuid not null,
        started_at timestamptz not null,
        duration_seconds double precision not null,
        primary key (owner_id, activity_id, started_at),
        foreign key (owner_id, activity_id) references activities (owner_id, id) on delete cascade
      )`);
    this.addSql(`
      create table activity_streams (
        owner_id uuid not null,
        activity_id uuid not null,
        kind text not null,
        offsets_seconds double precision[] not null,
        stream_values double precision[] not null,
        primary key (owner_id, activity_id, kind),
        foreign key (owner_id, activity_id) references activities (owner_id, id) on delete cascade
      )`);
  }

  override down(): void {
    this.addSql('drop table activity_streams, activity_pauses, activity_laps, activity_sources, activities, files');
  }
}
