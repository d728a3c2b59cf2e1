import { mayInWords, type Permission } from './permission.ts';

const eye = 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z';
const pencil = 'M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19 4 20Zm10.5-14 3.5 3.5';

/** What an app may do, a line for each kind of data; a pencil marks what it may change. */
export function PermissionList({ permissions }: { permissions: readonly Permission[] }) {
  return (
    <ul class="permissions">
      {permissions.map((permission) => (
        <li key={permission.title}>
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
            <path d={permission.may.includes('write') ? pencil : eye} />
          </svg>
          <div>
            <span class="strong">{permission.title}</span> <span class="muted">{mayInWords(permission)}</span>
            {permission.detail && <p class="hint">{permission.detail}</p>}
          </div>
        </li>
      ))}
    </ul>
  );
}
