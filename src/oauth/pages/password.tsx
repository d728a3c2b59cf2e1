import { Form, TextField } from './form.tsx';
import { Layout } from './layout.tsx';
import { Notice } from './notice.tsx';
import type { Person, Place } from './place.ts';
import { ProblemSummary, type Problems } from './problems.tsx';

const labels = { current: 'Current password', password: 'New password', again: 'New password again' };

export interface PasswordProps {
  place: Place;
  person: Person;
  problems?: Problems;
  /** True after a change. */
  done?: boolean;
}

export function PasswordPage({ place, person, problems = {}, done }: PasswordProps) {
  return (
    <Layout title="Password" place={place} person={person} current="password">
      <h1>Password</h1>
      <div class="narrow">
        {done && (
          <Notice>
            Your password is changed. Everywhere else you are signed out, and your personal tokens have ended.
          </Notice>
        )}
        <ProblemSummary problems={problems} labels={labels} />
        <Form place={place} action={`${place.base}/account/password`} class="card stack">
          {/* Tells a password manager whose password this is; without a name it is not posted. */}
          <input type="text" autocomplete="username" value={person.email} readonly hidden />
          <TextField
            name="current"
            label={labels.current}
            type="password"
            autocomplete="current-password"
            required
            problems={problems.current}
          />
          <TextField
            name="password"
            label={labels.password}
            type="password"
            autocomplete="new-password"
            minlength={10}
            maxlength={1000}
            required
            hint="At least 10 characters. A few words together are easy to remember and hard to guess."
            problems={problems.password}
          />
          <TextField
            name="again"
            label={labels.again}
            type="password"
            autocomplete="new-password"
            required
            problems={problems.again}
          />
          <button class="button primary">Change password</button>
        </Form>
      </div>
    </Layout>
  );
}
