import { Link } from '@tanstack/react-router';
import { cx } from './class-names.ts';

interface OrganizationLinkProps {
  readonly organization: { readonly id: number; readonly name: string };
  readonly className?: string;
}

export const OrganizationLink = ({ organization, className }: OrganizationLinkProps) => (
  <Link
    to="/organizations/$organizationId"
    params={{ organizationId: organization.id }}
    search={{}}
    className={cx('hover:underline', className)}
  >
    {organization.name}
  </Link>
);
