import { useParams } from '@tanstack/react-router';
import * as m from '../../ui/words/generated/messages.js';
import { Screen, SectionTabs } from '../parts/screen.tsx';
import { AgreementSection } from './agreement-section.tsx';
import { CalendarSection } from './calendar-section.tsx';
import { CatalogSection } from './catalog-section.tsx';
import { FirmSection } from './firm-section.tsx';

export function SettingsScreen() {
  const { section = 'firm' } = useParams({ strict: false });
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
        ) : (
          <FirmSection />
        )}
      </div>
    </Screen>
  );
}
