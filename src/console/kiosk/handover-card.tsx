import type { Texts } from './texts.ts';
import type { Ticket } from './turn.ts';

interface HandoverCardProps {
  readonly ticket: Ticket;
  readonly texts: Texts['handover'];
}

/** A handover always tells the customer something: where they stand, and what happens now. */
export function HandoverCard({ ticket, texts }: HandoverCardProps) {
  return (
    <section class="card handover" aria-label={texts.heading}>
      <h2 class="card-title">{texts.heading}</h2>
      <dl class="facts facts-wide">
        <div>
          <dt>{texts.reference}</dt>
          <dd class="mono reference">{ticket.reference}</dd>
        </div>
        {ticket.queue !== '' && (
          <div>
            <dt>{texts.queue}</dt>
            <dd>{texts.queues[ticket.queue] ?? ticket.queue}</dd>
          </div>
        )}
        {ticket.position !== undefined && (
          <div>
            <dt>{texts.position}</dt>
            <dd>{texts.place(ticket.position)}</dd>
          </div>
        )}
      </dl>
      <h3 class="next-heading">{texts.nextHeading}</h3>
      <ol class="next">
        {texts.next.map((step) => (
          <li key={step}>{step}</li>
        ))}
      </ol>
    </section>
  );
}
