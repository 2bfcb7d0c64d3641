import { useParams } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import { Screen, type SectionTab, SectionTabs } from '../parts/screen.tsx';
import { useSession } from '../session/session.tsx';
import { AgentsSection } from './agents-section.tsx';
import { ApiKeysSection } from './api-keys-section.tsx';
import { AuditSection } from './audit-section.tsx';
import { TeamsSection } from './teams-section.tsx';

/** Who works at the firm, in which teams, with which programs, and what was changed by whom. */
export function PeopleScreen() {
  const { rights } = useSession();
  const { section = 'agents' } = useParams({ strict: false });
  const tabs: readonly SectionTab[] = [
    { section: 'agents', words: m.console_people_agents() },
    { section: 'teams', words: m.console_people_teams() },
    ...(rights.administrator
      ? [
          { section: 'api-keys', words: m.console_people_api_keys() },
          { section: 'audit', words: m.console_people_audit() },
        ]
      : []),
  ];
  return (
    <Screen
      title={m.console_nav_people()}
      tabs={
        <SectionTabs
          label={m.console_nav_people()}
          to="/people/$section"
          current={section}
          tabs={tabs}
        />
      }
    >
      <div className="max-w-6xl">
        {section === 'teams' ? (
          <TeamsSection />
        ) : section === 'api-keys' ? (
          <ApiKeysSection />
        ) : section === 'audit' ? (
          <AuditSection />
        ) : (
          <AgentsSection />
        )}
      </div>
    </Screen>
  );
}
