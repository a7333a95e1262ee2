import { useEffect, useState } from 'preact/hooks';
import { Moment } from './moment.tsx';
import type { OpenAlert, StaffApi } from './staff-api.ts';

const REFRESH_MS = 10_000;

/** What the appliance tells of itself, above the work: nothing where all is well. */
export function Alerts({ api }: { readonly api: StaffApi }) {
  const [alerts, setAlerts] = useState<readonly OpenAlert[]>([]);
  useEffect(() => {
    // What cannot be read now is read again soon; the work below says what is in the way.
    const refresh = (): Promise<void> => api.alerts().then(setAlerts, () => undefined);
    void refresh();
    const timer = setInterval(() => void refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [api]);
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts" class="staff-card">
      <h2 id="alerts">Alerts</h2>
      <ul class="staff-alerts" aria-live="polite">
        {alerts.map(({ id, severity, text, raisedAt }) => (
          <li key={id}>
            <span class={`staff-priority staff-${severity}`}>{severity}</span> {text}{' '}
            <span class="staff-soft">
              since <Moment at={raisedAt} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
