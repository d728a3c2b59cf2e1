import { AppTile } from './app-tile.tsx';
import { Form } from './form.tsx';
import { Instant } from './instant.tsx';
import { Layout } from './layout.tsx';
import { Notice } from './notice.tsx';
import type { Permission } from './permission.ts';
import { PermissionList } from './permission-list.tsx';
import type { Person, Place } from './place.ts';

/** An app that may use the person's data. Instants are ISO 8601. */
export interface ConnectedApp {
  readonly clientId: string;
  readonly name: string;
  readonly permissions: readonly Permission[];
  readonly connectedAt: string;
  readonly lastUsedAt: string | null;
}

export interface ConnectedAppsProps {
  place: Place;
  person: Person;
  apps: readonly ConnectedApp[];
  notice?: string;
}

export function ConnectedAppsPage({ place, person, apps, notice }: ConnectedAppsProps) {
  return (
    <Layout title="Connected apps" place={place} person={person} current="apps">
      <h1>Connected apps</h1>
      <p class="lead">
        The apps that may use your health data. An app that you disconnect loses access at once; what it has copied
        already stays with it.
      </p>
      {notice && <Notice>{notice}</Notice>}
      {apps.length === 0 ? (
        <div class="card empty">
          <p>
            <strong>No app is connected</strong>
          </p>
          <p class="muted">When you allow an app to use your data, you find it here.</p>
        </div>
      ) : (
        <ul class="cards">
          {apps.map((app) => (
            <li key={app.clientId} class="card">
              <AppCard place={place} timezone={person.timezone} app={app} />
            </li>
          ))}
        </ul>
      )}
    </Layout>
  );
}

function AppCard({ place, timezone, app }: { place: Place; timezone: string; app: ConnectedApp }) {
  return (
    <>
      <div class="card-head">
        <AppTile name={app.name} />
        <h2>
          <bdi>{app.name}</bdi>
        </h2>
      </div>
      <PermissionList permissions={app.permissions} />
      <div class="card-foot">
        <dl class="facts">
          <div>
            <dt>Connected</dt>
            <dd>
              <Instant at={app.connectedAt} timezone={timezone} />
            </dd>
          </div>
          <div>
            <dt>Last used</dt>
            <dd>{app.lastUsedAt ? <Instant at={app.lastUsedAt} timezone={timezone} /> : 'Not yet'}</dd>
          </div>
        </dl>
        <Form place={place} action={`${place.base}/account/apps/disconnect`}>
          <input type="hidden" name="clientId" value={app.clientId} />
          <button class="button danger">
            Disconnect<span class="unseen"> {app.name}</span>
          </button>
        </Form>
      </div>
    </>
  );
}
