import { useParams } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import { DraftSection } from '../agreement/draft-section.tsx';
import { Screen, SectionTabs } from '../parts/screen.tsx';
import { useSession } from '../session/session.tsx';
import { AgreementSection } from './agreement-section.tsx';
import { CalendarSection } from './calendar-section.tsx';
import { CatalogSection } from './catalog-section.tsx';
import { FirmSection } from './firm-section.tsx';
import { MacrosSection } from './macros-section.tsx';

export function SettingsScreen() {
  const { section = 'firm' } = useParams({ strict: false });
  const { rights } = useSession();
  return (
    <Screen
      title={m.console_nav_settings()}
      tabs={
        <SectionTabs
          label={m.console_nav_settings()}
          to="/settings/$section"
          current={section}
          tabs={[
            { section: 'firm', words: m.console_settings_firm() },
            { section: 'catalog', words: m.console_settings_catalog() },
            { section: 'calendar', words: m.console_settings_calendar() },
            { section: 'agreement', words: m.console_settings_agreement() },
            ...(rights.contacts ? [{ section: 'macros', words: m.console_settings_macros() }] : []),
            ...(rights.administrator
              ? [{ section: 'draft', words: m.agreement_draft_title() }]
              : []),
          ]}
        />
      }
    >
      <div className="max-w-5xl">
        {section === 'catalog' ? (
          <CatalogSection />
        ) : section === 'calendar' ? (
          <CalendarSection />
        ) : section === 'agreement' ? (
          <AgreementSection />
        ) : section === 'macros' && rights.contacts ? (
          <MacrosSection />
        ) : section === 'draft' && rights.administrator ? (
          <DraftSection />
        ) : (
          <FirmSection />
        )}
      </div>
    </Screen>
  );
}
