import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { iconListChecks } from '../../ui/icons.gen.ts';
import * as m from '../../ui/words/generated/messages.js';
import { Fetching, MoreButton } from '../parts/fetched.tsx';
import { Moment } from '../parts/moment.tsx';
import { Empty } from '../parts/notice.tsx';
import { Cell, Row, Table } from '../parts/table.tsx';
import { agentsQuery, auditQuery } from '../server/queries.ts';
import { auditWords } from './audit-words.ts';

/** Every act of administration: what, on whom, by whom, from where. */
export function AuditSection() {
  const audit = useInfiniteQuery(auditQuery());
  const entries = audit.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Fetching of={audit} />
      {audit.data !== undefined && entries.length === 0 && (
        <Empty icon={iconListChecks} title={m.console_audit_empty()} />
      )}
      {entries.length > 0 && (
        <Table
          label={m.console_people_audit()}
          columns={[
            { words: m.console_statement_when() },
            { words: m.console_audit_who() },
            { words: m.console_audit_what() },
            { words: m.console_audit_detail(), wide: true },
            { words: m.console_audit_address(), wide: true },
          ]}
        >
          {entries.map((entry) => (
            <Row key={entry.id}>
              <Cell className="whitespace-nowrap text-soft tabular">
                <Moment at={entry.at} as="full" />
              </Cell>
              <Cell>{entry.actor?.name ?? m.common_product_name()}</Cell>
              <Cell>
                {auditWords(entry.action)}
                {entry.subject !== `person:${entry.actor?.personId}` && (
                  <span className="block text-xs text-soft">
                    <AuditSubject subject={entry.subject} />
                  </span>
                )}
              </Cell>
              <Cell wide className="max-w-80">
                {Object.entries(entry.detail).map(([name, value]) => (
                  <span key={name} className="block font-mono text-xs break-all text-soft">
                    {name}: {typeof value === 'string' ? value : JSON.stringify(value)}
                  </span>
                ))}
              </Cell>
              <Cell wide className="font-mono text-xs whitespace-nowrap">
                {entry.ipAddress}
              </Cell>
            </Row>
          ))}
        </Table>
      )}
      <MoreButton of={audit} />
    </>
  );
}

/** Where it can be looked at, it is a link; an agent has a name. */
function AuditSubject({ subject }: { subject: string }) {
  const agents = useQuery(agentsQuery());
  const [kind, id] = subject.split(':');
  if (kind === 'organization' && id !== undefined) {
    return (
      <Link
        to="/organizations/$organizationId"
        params={{ organizationId: Number(id) }}
        search={{}}
        className="hover:underline"
      >
        {m.console_queue_column_customer()} {id}
      </Link>
    );
  }
  const agent = agents.data?.items.find(
    (each) => kind === 'person' && each.personId === Number(id),
  );
  return agent?.name ?? subject;
}
