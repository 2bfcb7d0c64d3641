// Comprueba un estado de cuenta de unidades sin conexión: node verify-statement.mjs ARCHIVO.csv|.json
// Checks a statement of units offline: node verify-statement.mjs FILE.csv|.json
import { readFileSync } from 'node:fs';
import { checkStatement, type StatementFault } from './check-statement.ts';

const faultWords: Readonly<Record<StatementFault, readonly [es: string, en: string]>> = {
  'not-a-statement': ['el archivo no es un estado de cuenta', 'the file is not a statement'],
  'entry-not-sealed': ['la línea no lleva su sello', 'the line does not carry its seal'],
  'hash-wrong': [
    'la huella no corresponde a la línea: fue cambiada',
    'the hash does not fit the line: it was changed',
  ],
  'chain-broken': [
    'la línea no sigue a la anterior: falta o se cambió alguna',
    'the line does not follow the one before: one is missing or was changed',
  ],
  'sequence-gap': ['falta una línea antes de esta', 'a line before this one is missing'],
  'other-account': ['la línea es de otra cuenta', 'the line belongs to another account'],
  'not-conserved': ['las unidades de la línea no cuadran', 'the units of the line do not add up'],
  'balance-wrong': [
    'el saldo no es el anterior más el movimiento',
    'the balance is not the one before plus the movement',
  ],
  'shown-differs': [
    'lo que se lee no es lo que está sellado',
    'what is shown is not what is sealed',
  ],
  'closing-differs': [
    'el saldo final o su huella no es el de la última línea',
    'the closing balance or its hash is not that of the last line',
  ],
};

const [, , file] = process.argv;
if (file === undefined) {
  console.error('node verify-statement.mjs estado-de-cuenta.csv | statement.json');
  process.exitCode = 2;
} else {
  const check = checkStatement(readFileSync(file, 'utf8'));
  if (check.sound) {
    const { statement } = check;
    console.log(`CORRECTO / SOUND  ${statement.entries} líneas / lines`);
    console.log(`saldo inicial / opening balance  ${statement.openingBalanceUnits}`);
    console.log(`saldo final / closing balance    ${statement.closingBalanceUnits}`);
    console.log(`última huella / last hash        ${statement.closingHash}`);
    console.log(`código / code                    ${statement.code}`);
  } else {
    console.log('NO CORRECTO / NOT SOUND');
    for (const { sequence, fault } of check.faults) {
      console.log(`${sequence === 0 ? '-' : sequence}  ${faultWords[fault].join(' / ')}`);
    }
    process.exitCode = 1;
  }
}
