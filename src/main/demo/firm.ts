import type { AgentRole } from '../../modules/people/index.ts';

/** The same for everybody of the demo world, and said at every start with it. */
export const demoPassword = 'solo-para-demostrar';

export const demoFirm = {
  name: 'Demostración · Ávila Consultores',
  timeZone: 'America/Caracas',
  mailbox: 'soporte@avila.example',
} as const;

export const teamKeys = ['desk', 'infrastructure', 'projects'] as const;
export type TeamKey = (typeof teamKeys)[number];

export const teamNames: Readonly<Record<TeamKey, string>> = {
  desk: 'Mesa de ayuda',
  infrastructure: 'Infraestructura y redes',
  projects: 'Servicios profesionales',
};

export type AgentKey = 'carolina' | 'andres' | 'mariana' | 'luis' | 'gabriela' | 'tomas';

export interface DemoAgent {
  readonly key: AgentKey;
  readonly name: string;
  readonly roles: readonly AgentRole[];
  readonly teams: readonly TeamKey[];
  readonly signature: string;
}

/** The first one sets the desk up and so has every role. */
export const demoAgents: readonly DemoAgent[] = [
  {
    key: 'carolina',
    name: 'Carolina Méndez',
    roles: ['administrator', 'supervisor', 'agent', 'billing'],
    teams: ['desk', 'projects'],
    signature: 'Carolina Méndez\nCoordinación de soporte · Ávila Consultores (demostración)',
  },
  {
    key: 'andres',
    name: 'Andrés Salcedo',
    roles: ['supervisor', 'agent'],
    teams: ['infrastructure'],
    signature: 'Andrés Salcedo\nInfraestructura y redes · Ávila Consultores (demostración)',
  },
  {
    key: 'mariana',
    name: 'Mariana Ibarra',
    roles: ['agent'],
    teams: ['desk'],
    signature: 'Mariana Ibarra\nMesa de ayuda · Ávila Consultores (demostración)',
  },
  {
    key: 'luis',
    name: 'Luis Fermín',
    roles: ['agent'],
    teams: ['desk', 'infrastructure'],
    signature: 'Luis Fermín\nMesa de ayuda · Ávila Consultores (demostración)',
  },
  {
    key: 'gabriela',
    name: 'Gabriela Prieto',
    roles: ['agent'],
    teams: ['projects'],
    signature: 'Gabriela Prieto\nServicios profesionales · Ávila Consultores (demostración)',
  },
  {
    key: 'tomas',
    name: 'Tomás Rangel',
    roles: ['billing'],
    teams: [],
    signature: 'Tomás Rangel\nAdministración · Ávila Consultores (demostración)',
  },
];

export const agentEmail = ({ key }: Pick<DemoAgent, 'key'>): string => `${key}@avila.example`;
