import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import { Screen, type SectionTab, SectionTabs } from '../parts/screen.tsx';
import { ticketCountsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { LettersSection } from './letters-section.tsx';
import { MailBreakers } from './mail-breakers.tsx';
import { MailboxesSection } from './mailboxes-section.tsx';
import { OutgoingSection } from './outgoing-section.tsx';
import { QuarantineSection } from './quarantine-section.tsx';
import { SigningSection } from './signing-section.tsx';

/** What left, what could not, and what waits for a person before it becomes a request. */
export function MailScreen() {
  const { rights } = useSession();
  const { section = 'outgoing' } = useParams({ strict: false });
  const counts = useQuery(ticketCountsQuery());
  const tabs: readonly SectionTab[] = [
    { section: 'outgoing', words: m.console_mail_outgoing(), count: counts.data?.undelivered ?? 0 },
    ...(rights.desk
      ? [
          {
            section: 'quarantine',
            words: m.console_mail_quarantine(),
            count: counts.data?.quarantined ?? 0,
          },
        ]
      : []),
    { section: 'mailboxes', words: m.console_mail_mailboxes() },
    ...(rights.administrator
      ? [
          { section: 'signing', words: m.console_mail_signing() },
          { section: 'letters', words: m.letters_title() },
        ]
      : []),
  ];
  return (
    <Screen
      title={m.console_nav_mail()}
      tabs={
        <SectionTabs
          label={m.console_nav_mail()}
          to="/mail/$section"
          current={section}
          tabs={tabs}
        />
      }
    >
      <div className="max-w-6xl">
        <MailBreakers />
        {section === 'quarantine' ? (
          <QuarantineSection />
        ) : section === 'mailboxes' ? (
          <MailboxesSection />
        ) : section === 'signing' && rights.administrator ? (
          <SigningSection />
        ) : section === 'letters' && rights.administrator ? (
          <LettersSection />
        ) : (
          <OutgoingSection />
        )}
      </div>
    </Screen>
  );
}
