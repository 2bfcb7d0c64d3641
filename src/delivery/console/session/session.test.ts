import { expect, it } from 'vitest';
import { isStaff, rightsOf } from './session.tsx';

it.each([
  [
    'agent',
    { desk: true, billing: false, administrator: false, supervision: false, contacts: true },
  ],
  [
    'supervisor',
    { desk: true, billing: false, administrator: false, supervision: true, contacts: true },
  ],
  [
    'billing',
    { desk: false, billing: true, administrator: false, supervision: false, contacts: false },
  ],
  [
    'administrator',
    { desk: false, billing: true, administrator: true, supervision: true, contacts: true },
  ],
] as const)('the screens offer %s what the contract allows that role', (role, rights) => {
  expect(rightsOf([role])).toEqual(rights);
});

it('several roles add up', () => {
  expect(rightsOf(['agent', 'billing'])).toMatchObject({ desk: true, billing: true });
});

it('a customer is not staff, whatever the role there', () => {
  expect(isStaff(['customer', 'customer_administrator'])).toBe(false);
  expect(isStaff(['billing'])).toBe(true);
});
