import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { iconLayers, iconPencil, iconPlus } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import type { Catalog } from '../../web/contract.ts';
import { Button, IconButton } from '../parts/button.tsx';
import { Fetching } from '../parts/fetched.tsx';
import { priorityWords } from '../parts/marks.tsx';
import { Empty } from '../parts/notice.tsx';
import { Sheet } from '../parts/screen.tsx';
import { catalogQuery, teamsQuery } from '../server/queries.ts';
import { useSession } from '../session/session.tsx';
import { CategoryDialog, ServiceDialog } from './catalog-dialogs.tsx';
import { serviceKindWords } from './service-kinds.ts';

type Category = Catalog['categories'][number];
type Service = Category['services'][number];
type Open =
  | { readonly kind: 'category'; readonly category: Category | null }
  | { readonly kind: 'service'; readonly categoryId: number; readonly service: Service | null };

/** I: what may be asked for, and what that means for its priority, its team and its clocks. */
export function CatalogSection() {
  const { rights, reader } = useSession();
  const catalog = useQuery(catalogQuery());
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const add = rights.administrator && (
    <Button
      look="primary"
      icon={iconPlus}
      onClick={() => setOpen({ kind: 'category', category: null })}
    >
      {m.console_catalog_new_category()}
    </Button>
  );
  return (
    <>
      {catalog.data?.categories.length !== 0 && <div className="mb-3 flex justify-end">{add}</div>}
      <Fetching of={catalog} />
      {catalog.data?.categories.length === 0 && (
        <Empty icon={iconLayers} title={m.console_catalog_empty()} action={add}>
          {m.console_catalog_empty_detail()}
        </Empty>
      )}
      <div className="flex flex-col gap-4">
        {catalog.data?.categories.map((category) => (
          <Sheet
            key={category.id}
            title={category.name[reader.language]}
            className={category.active ? '' : 'text-soft'}
            aside={
              <>
                {!category.active && <span className="text-soft">{m.console_inactive()}</span>}
                {rights.administrator && (
                  <>
                    <Button
                      look="quiet"
                      icon={iconPlus}
                      onClick={() =>
                        setOpen({ kind: 'service', categoryId: category.id, service: null })
                      }
                    >
                      <span className="max-tablet:sr-only">{m.console_catalog_new_service()}</span>
                    </Button>
                    <IconButton
                      icon={iconPencil}
                      name={m.console_catalog_edit({ name: category.name[reader.language] })}
                      onClick={() => setOpen({ kind: 'category', category })}
                    />
                  </>
                )}
              </>
            }
          >
            {category.services.length === 0 && (
              <p className="p-4 text-soft">{m.console_catalog_no_services()}</p>
            )}
            <ul>
              {category.services.map((service) => (
                <ServiceLine
                  key={service.id}
                  service={service}
                  onEdit={
                    rights.administrator
                      ? () => setOpen({ kind: 'service', categoryId: category.id, service })
                      : null
                  }
                />
              ))}
            </ul>
          </Sheet>
        ))}
      </div>
      {open?.kind === 'category' && <CategoryDialog category={open.category} onClose={close} />}
      {open?.kind === 'service' && (
        <ServiceDialog
          categories={catalog.data?.categories ?? []}
          categoryId={open.categoryId}
          service={open.service}
          onClose={close}
        />
      )}
    </>
  );
}

function ServiceLine({ service, onEdit }: { service: Service; onEdit: (() => void) | null }) {
  const { reader } = useSession();
  const teams = useQuery(teamsQuery());
  const facts = [
    serviceKindWords[service.kind](),
    service.priorityDefault === null ? null : priorityWords[service.priorityDefault](),
    service.sharedResponsibility ? m.console_catalog_shared() : null,
    teams.data?.items.find((team) => team.id === service.teamId)?.name,
    service.questions.length === 0
      ? null
      : m.console_catalog_questions({ count: service.questions.length }),
  ];
  return (
    <li
      className={`flex items-center gap-3 border-b border-line px-4 py-2.5 last:border-b-0 ${service.active ? '' : 'text-soft'}`}
    >
      <div className="min-w-0 grow">
        <p className="font-medium">
          {service.name[reader.language]}
          {!service.active && <span className="text-soft"> · {m.console_inactive()}</span>}
        </p>
        <p className="text-xs text-soft">{facts.filter(Boolean).join(' · ')}</p>
      </div>
      {onEdit !== null && (
        <IconButton
          icon={iconPencil}
          name={m.console_catalog_edit({ name: service.name[reader.language] })}
          onClick={onEdit}
        />
      )}
    </li>
  );
}
