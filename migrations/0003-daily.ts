import { Migration } from '@mikro-orm/migrations';

const recordColumns = `
  owner_id uuid not null references users (id) on delete cascade,
  id uuid not null,
  client_id text null,
  external_id text null,
  payload jsonb null,
  local_date date not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  primary key (owner_id, id)`;

/** Sleep, wellness and nutrition by day, body metrics and journal entries by instant. Every key starts with the owner. */
export class Daily extends Migration {
  override up(): void {
    this.addSql(`
      create table sleep_days (
        ${recordColumns},
        started_at timestamptz null,
        ended_at timestamptz null,
        utc_offset_minutes smallint null,
        timezone text null,
        sleep_seconds integer null,
        time_in_bed_seconds integer null,
        deep_sleep_seconds integer null,
        light_sleep_seconds integer null,
        rem_sleep_seconds integer null,
        awake_seconds integer null,
        score smallint null
      )`);
    this.addSql(
      `create unique index sleep_days_by_day on sleep_days (owner_id, local_date, client_id) nulls not distinct`,
    );
    this.addSql(`
      create table wellness_days (
        ${recordColumns},
        steps integer null,
        water_milliliters double precision null,
        activity_energy_kilocalories double precision null
      )`);
    this.addSql(
      `create unique index wellness_days_by_day on wellness_days (owner_id, local_date, client_id) nulls not distinct`,
    );
    this.addSql(`
      create table nutrition_days (
        ${recordColumns},
        logged_at timestamptz null,
        breakfast_energy_kilocalories double precision null,
        lunch_energy_kilocalories double precision null,
        dinner_energy_kilocalories double precision null,
        snack_energy_kilocalories double precision null,
        energy_kilocalories double precision null,
        goal_energy_kilocalories double precision null,
        carbohydrate_grams double precision null,
        protein_grams double precision null,
        fat_grams double precision null,
        goal_carbohydrate_grams double precision null,
        goal_protein_grams double precision null,
        goal_fat_grams double precision null,
        activity_energy_kilocalories double precision null,
        steps integer null,
        water_milliliters double precision null
      )`);
    this.addSql(`create unique index nutrition_days_by_day on nutrition_days (owner_id, local_date)`);
    this.addSql(`
      create table body_metrics (
        ${recordColumns},
        measured_at timestamptz not null,
        utc_offset_minutes smallint not null,
        timezone text null,
        weight_kilograms double precision null,
        height_centimeters double precision null,
        body_fat_percent double precision null,
        muscle_mass_kilograms double precision null,
        resting_heart_rate double precision null,
        sleep_hours double precision null,
        neck_centimeters double precision null,
        chest_centimeters double precision null,
        waist_centimeters double precision null,
        hip_centimeters double precision null,
        thigh_centimeters double precision null,
        arm_centimeters double precision null,
        notes text null
      )`);
    this.addSql(
      `create unique index body_metrics_by_instant on body_metrics (owner_id, measured_at, client_id) nulls not distinct`,
    );
    this.addSql(`
      create table journal_entries (
        ${recordColumns},
        kind text not null,
        occurred_at timestamptz not null,
        utc_offset_minutes smallint not null,
        timezone text null,
        name text null,
        dose text null,
        energy_kilocalories double precision null,
        carbohydrate_grams double precision null,
        protein_grams double precision null,
        fat_grams double precision null,
        volume_milliliters double precision null,
        notes text null
      )`);
    this.addSql(`
      create unique index journal_entries_by_external_id on journal_entries (owner_id, client_id, kind, external_id)
        nulls not distinct where external_id is not null`);
    const orderedBy = {
      sleep_days: 'created_at',
      wellness_days: 'created_at',
      nutrition_days: 'created_at',
      body_metrics: 'measured_at',
      journal_entries: 'occurred_at',
    };
    for (const [table, instant] of Object.entries(orderedBy)) {
      this.addSql(`create index ${table}_by_date on ${table} (owner_id, local_date, ${instant}, id)`);
      this.addSql(`create index ${table}_by_update on ${table} (owner_id, updated_at)`);
    }
  }

  override down(): void {
    this.addSql('drop table sleep_days, wellness_days, nutrition_days, body_metrics, journal_entries');
  }
}
