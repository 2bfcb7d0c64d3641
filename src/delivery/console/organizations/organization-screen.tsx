import { useQuery } from '@tanstack/react-query';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { iconArrowLeft, iconPencil, iconSearch } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Organization } from '../../web/contract.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { Icon } from '../parts/icon.tsx';
import { Empty, ProblemNote, Waiting } from '../parts/notice.tsx';
import { Screen, tabClass } from '../parts/screen.tsx';
import { isStatus } from '../server/problem-words.ts';
import { organizationQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { AccountSection } from './account-section.tsx';
import { ContactsSection } from './contacts-section.tsx';
import { ContractSection } from './contract-section.tsx';
import { EditOrganizationDialog } from './edit-organization-dialog.tsx';
import { StandingMark } from './standing-mark.tsx';

const sections = [
  ['account', m.console_section_account],
  ['contacts', m.console_contacts_title],
  ['contract', m.console_section_contract],
] as const;

/** One customer: its units, its people, its contract and standing. */
export function OrganizationScreen() {
  const { organizationId = 0 } = useParams({ strict: false });
  const organization = useQuery(organizationQuery(organizationId));
  if (organization.data === undefined) {
    if (isStatus(organization.error, 404)) {
      return <Empty alone icon={iconSearch} title={m.console_customer_not_found()} />;
    }
    return organization.isError ? (
      <ProblemNote
        error={organization.error}
        onRetry={() => void organization.refetch()}
        className="m-6"
      />
    ) : (
      <Waiting className="p-6" />
    );
  }
  return <OneOrganization key={organizationId} organization={organization.data} />;
}

function OneOrganization({ organization }: { organization: Organization }) {
  const { rights } = useSession();
  const { section = 'account' } = useSearch({ strict: false });
  const [editing, setEditing] = useState(false);
  return (
    <Screen
      above={
        <Link
          to="/organizations"
          className="mb-0.5 inline-flex items-center gap-1 text-xs text-soft hover:text-ink"
        >
          <Icon of={iconArrowLeft} size={12} />
          {m.console_nav_customers()}
        </Link>
      }
      title={organization.name}
      aside={
        <>
          <StandingMark organization={organization} />
          {rights.billing && (
            <Button icon={iconPencil} onClick={() => setEditing(true)}>
              {m.console_edit()}
            </Button>
          )}
          <Link
            to="/tickets"
            search={{ view: 'all', organizationId: organization.id }}
            className={buttonClass('secondary')}
          >
            {m.console_customer_see_tickets()}
          </Link>
        </>
      }
      tabs={
        <nav aria-label={organization.name} className="flex gap-1 px-2 desk:px-4">
          {sections.map(([id, words]) => (
            <Link
              key={id}
              to="."
              search={{ section: id }}
              aria-current={section === id ? 'page' : undefined}
              className={tabClass(section === id)}
            >
              {words()}
            </Link>
          ))}
        </nav>
      }
    >
      {section === 'contacts' ? (
        <ContactsSection organization={organization} />
      ) : section === 'contract' ? (
        <ContractSection organization={organization} />
      ) : (
        <AccountSection organization={organization} />
      )}
      {editing && (
        <EditOrganizationDialog organization={organization} onClose={() => setEditing(false)} />
      )}
    </Screen>
  );
}
