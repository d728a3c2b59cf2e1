import { Form, SelectField, TextField } from './form.tsx';
import { Layout } from './layout.tsx';
import type { Place } from './place.ts';
import { ProblemSummary, type Problems } from './problems.tsx';
import { timezonesByRegion } from './timezones.ts';

const labels = { name: 'Name', email: 'E-mail', password: 'Password', timezone: 'Time zone' };

export interface SignUpProps {
  place: Place;
  action: string;
  /** What was entered before; a password is never sent back. */
  values: { name?: string; email?: string; timezone?: string };
  problems: Problems;
  /** IANA names. */
  timezones: readonly string[];
  signInUrl: string;
  app?: { name: string };
}

export function SignUpPage({ place, action, values, problems, timezones, signInUrl, app }: SignUpProps) {
  return (
    <Layout title="Create an account" place={place}>
      <h1>
        Create an account{' '}
        {app && (
          <span class="subtitle">
            to continue to <bdi>{app.name}</bdi>
          </span>
        )}
      </h1>
      <ProblemSummary problems={problems} labels={labels} />
      <Form place={place} action={action} class="stack">
        <TextField
          name="name"
          label={`${labels.name} (optional)`}
          value={values.name}
          autocomplete="name"
          maxlength={200}
          problems={problems.name}
        />
        <TextField
          name="email"
          label={labels.email}
          type="email"
          value={values.email}
          autocomplete="username"
          maxlength={320}
          required
          problems={problems.email}
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
        <TimezoneField value={values.timezone} timezones={timezones} problems={problems.timezone} />
        <button class="button primary wide">Create account</button>
      </Form>
      <p class="aside">
        Have an account already? <a href={signInUrl}>Sign in</a>
      </p>
    </Layout>
  );
}

interface TimezoneFieldProps {
  value: string | undefined;
  timezones: readonly string[];
  problems: readonly string[] | undefined;
}

function TimezoneField({ value, timezones, problems }: TimezoneFieldProps) {
  return (
    <SelectField
      name="timezone"
      label={labels.timezone}
      hint="Says when a day begins and ends for you."
      required
      problems={problems}
    >
      <option value="" disabled selected={!value}>
        Choose…
      </option>
      {timezonesByRegion(timezones, value).map(({ region, places }) => (
        <optgroup key={region} label={region}>
          {places.map(({ timezone, city }) => (
            <option key={timezone} value={timezone} selected={timezone === value}>
              {city}
            </option>
          ))}
        </optgroup>
      ))}
    </SelectField>
  );
}
