import { groupsOf, type Permission, type PermissionGroup } from './permission.ts';

const eye = 'M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12Zm9.5 3a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z';
const pencil = 'M4 20l1-4.5L16.5 4a2.1 2.1 0 0 1 3 0l.5.5a2.1 2.1 0 0 1 0 3L8.5 19 4 20Zm10.5-14 3.5 3.5';

/** What an app may do, and under it the kinds of data with which it may; what it may change stands out. */
export function PermissionList({ permissions }: { permissions: readonly Permission[] }) {
  return (
    <div class="permissions">
      {groupsOf(permissions).map((group) => (
        <Group key={group.words} {...group} />
      ))}
    </div>
  );
}

function Group({ words, changes, permissions }: PermissionGroup) {
  return (
    <div class={changes ? 'permission-group changes' : 'permission-group'}>
      <h3>
        <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true" focusable="false">
          <path d={changes ? pencil : eye} />
        </svg>
        {words}
      </h3>
      <ul>
        {permissions.map(({ title, detail }) => (
          <li key={title}>
            <span class="strong">{title}</span> {detail && <span class="hint">{detail}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
