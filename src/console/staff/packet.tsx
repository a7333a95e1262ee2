import { useEffect, useRef } from 'preact/hooks';
import { MaskedValues } from './masked-values.tsx';
import { Moment } from './moment.tsx';
import type { Handover, StaffApi } from './staff-api.ts';

interface PacketProps {
  readonly api: StaffApi;
  readonly handover: Handover;
  readonly onLeave: (words: string | null) => void;
}

/** What the assistant hands over, and everything that was said before it did. */
export function Packet({ api, handover, onLeave }: PacketProps) {
  const title = useRef<HTMLHeadingElement>(null);
  // What was asked for is where the reader goes on, with a screen reader too.
  useEffect(() => title.current?.focus(), [handover]);
  const { conversation, revealable } = handover;
  return (
    <section class="staff-card" aria-labelledby="packet">
      <h2 id="packet" ref={title} tabIndex={-1}>
        {handover.headline}
      </h2>
      <dl class="staff-packet">
        {handover.parts.map(({ heading, text }) => (
          <div key={heading}>
            <dt>{heading}</dt>
            <dd>{text}</dd>
          </div>
        ))}
      </dl>
      {revealable.length > 0 && (
        <MaskedValues
          placeholders={revealable}
          onReveal={(placeholder, reason) => api.reveal(conversation, placeholder, reason)}
          onLeave={onLeave}
        />
      )}
      <section class="staff-part" aria-labelledby="transcript">
        <h3 id="transcript">What was said</h3>
        <ol class="staff-transcript">
          {handover.transcript.map(({ from, at, text }, position) => (
            // Lines are only ever added: a place never changes.
            <li key={position} class={`staff-line staff-${from}`}>
              <p class="staff-soft">
                {from}, <Moment at={at} />
              </p>
              <p>{text}</p>
            </li>
          ))}
        </ol>
      </section>
    </section>
  );
}
