import type { LogAlarm } from '../../audit/log-alarm.ts';
import { RecordIcon } from './icons.tsx';
import type { Texts } from './texts.ts';

interface LogNoticeProps {
  readonly alarm: LogAlarm | undefined;
  readonly texts: Texts['log'];
}

/** Said calmly and for as long as nobody has looked into it; the person in front of it has done nothing wrong. */
export function LogNotice({ alarm, texts }: LogNoticeProps) {
  if (alarm === undefined) return null;
  return (
    <section class="alert trouble" aria-label={texts.label}>
      <RecordIcon />
      <div>
        <p role="status">{texts.found}</p>
        <button class="button button-small" type="button" onClick={() => saveEvidence(alarm)}>
          {texts.save}
        </button>
      </div>
    </section>
  );
}

/** Both checkpoints and the key: with them anybody can see the same without this device and without the appliance. */
function saveEvidence(alarm: LogAlarm): void {
  const file = new Blob([`${JSON.stringify(alarm, null, 2)}\n`], { type: 'application/json' });
  const address = URL.createObjectURL(file);
  const link = document.createElement('a');
  link.href = address;
  link.download = `log-alarm-${alarm.code}.json`;
  link.click();
  URL.revokeObjectURL(address);
}
