import { Migration } from '@mikro-orm/migrations';

/**
 * What people share, and how viewers arrange it. Shares and invitations are few and are asked for from both sides: under Citus they are
 * replicated, like people. What is a viewer's own starts with the viewer's id; who read what starts with the owner's.
 */
export class Sharing extends Migration {
  override up(): void {
    this.addSql(`
      create table shares (
        id uuid primary key,
        number integer not null constraint shares_number_unique unique,
        owner_id uuid not null references users (id) on delete cascade,
        viewer_id uuid not null references users (id) on delete cascade,
        start_date date null,
        end_date date null,
        include text[] not null,
        notify text[] not null,
        description text null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        ended_at timestamptz null,
        ended_by text null,
        constraint shares_dates check (start_date <= end_date),
        constraint shares_parties check (owner_id <> viewer_id)
      )`);
    this.addSql('create index shares_live on shares (viewer_id, owner_id) where ended_at is null');
    this.addSql('create index shares_live_by_owner on shares (owner_id) where ended_at is null');
    this.addSql('create index shares_given on shares (owner_id, created_at, id)');
    this.addSql('create index shares_received on shares (viewer_id, created_at, id)');
    this.addSql(`
      create table share_invitations (
        id uuid primary key,
        owner_id uuid not null references users (id) on delete cascade,
        email text not null,
        email_key text not null,
        start_date date null,
        end_date date null,
        include text[] not null,
        notify text[] not null,
        description text null,
        created_at timestamptz not null,
        expires_at timestamptz not null,
        declined_at timestamptz null,
        constraint share_invitations_dates check (start_date <= end_date)
      )`);
    this.addSql('create index share_invitations_sent on share_invitations (owner_id, created_at, id)');
    this.addSql('create index share_invitations_received on share_invitations (email_key, created_at, id)');
    this.addSql(`
      create table blocked_people (
        viewer_id uuid not null references users (id) on delete cascade,
        owner_id uuid not null references users (id) on delete cascade,
        created_at timestamptz not null,
        primary key (viewer_id, owner_id)
      )`);
    this.addSql(`
      create table dashboards (
        viewer_id uuid not null references users (id) on delete cascade,
        owner_id uuid not null references users (id) on delete cascade,
        id uuid not null,
        custom_name text null,
        icon_color text null,
        shared_since timestamptz not null,
        updated_at timestamptz not null,
        primary key (viewer_id, owner_id)
      )`);
    this.addSql('create unique index dashboards_by_id on dashboards (viewer_id, id)');
    this.addSql('create index dashboards_by_age on dashboards (viewer_id, shared_since, id)');
    // Small, since every picture is made so; and here it goes with its dashboard, whatever ends that.
    this.addSql(`
      create table dashboard_pictures (
        viewer_id uuid not null,
        owner_id uuid not null,
        id uuid not null,
        content bytea not null,
        created_at timestamptz not null,
        primary key (viewer_id, owner_id),
        foreign key (viewer_id, owner_id) references dashboards (viewer_id, owner_id) on delete cascade
      )`);
    // The address of a picture names nobody, only the picture.
    this.addSql('create index dashboard_pictures_by_id on dashboard_pictures (id)');
    this.addSql(`
      create table dashboard_groups (
        viewer_id uuid not null references users (id) on delete cascade,
        id uuid not null,
        name text not null,
        created_at timestamptz not null,
        updated_at timestamptz not null,
        primary key (viewer_id, id)
      )`);
    this.addSql(`
      create table dashboard_group_members (
        viewer_id uuid not null,
        group_id uuid not null,
        owner_id uuid not null,
        primary key (viewer_id, group_id, owner_id),
        foreign key (viewer_id, group_id) references dashboard_groups (viewer_id, id) on delete cascade,
        foreign key (viewer_id, owner_id) references dashboards (viewer_id, owner_id) on delete cascade
      )`);
    this.addSql('create index dashboard_group_members_by_owner on dashboard_group_members (viewer_id, owner_id)');
    this.addSql(`
      create table access_log (
        owner_id uuid not null references users (id) on delete cascade,
        hour timestamptz not null,
        viewer_id uuid not null references users (id) on delete cascade,
        category text not null,
        id uuid not null,
        doors text[] not null,
        first_date date not null,
        last_date date not null,
        last_read_at timestamptz not null,
        primary key (owner_id, hour, viewer_id, category)
      )`);
    this.addSql('create unique index access_log_by_id on access_log (owner_id, id)');
  }

  override down(): void {
    this.addSql(
      'drop table access_log, dashboard_group_members, dashboard_groups, dashboard_pictures, dashboards, blocked_people, share_invitations, shares',
    );
  }
}
