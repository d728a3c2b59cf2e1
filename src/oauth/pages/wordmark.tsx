const gate = 'M8 25v-8.5a8 8 0 0 1 16 0V25';
const heart = 'M16 23.4c-2.8-1.9-4.6-3.5-4.6-5.6a2.4 2.4 0 0 1 4.6-1 2.4 2.4 0 0 1 4.6 1c0 2.1-1.8 3.7-4.6 5.6Z';

/** A heart under an arch: health data, and the gate around it. */
export function Mark() {
  return (
    <svg class="mark" viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" focusable="false">
      <rect class="mark-tile" width="32" height="32" rx="9" />
      <path class="mark-gate" d={gate} fill="none" stroke-width="2.25" stroke-linecap="round" />
      <path class="mark-heart" d={heart} />
    </svg>
  );
}

export function Wordmark() {
  return (
    <p class="wordmark">
      <Mark />
      Vitalgate
    </p>
  );
}

const icon =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><rect width="32" height="32" rx="9" fill="#0b6b62"/>` +
  `<path d="${gate}" fill="none" stroke="#fff" stroke-width="2.25" stroke-linecap="round"/><path d="${heart}" fill="#fff"/></svg>`;

/** The tab's icon as an address, so that no browser asks for /favicon.ico. */
export const iconAddress = `data:image/svg+xml,${encodeURIComponent(icon)}`;
