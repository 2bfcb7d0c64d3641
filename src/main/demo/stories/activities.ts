// Requests that are solved together with the customer, at an agreed time. Invented for the demo world; nobody said any of it.
import {
  type Activity,
  admit,
  agree,
  callOff,
  confirm,
  missed,
  offer,
  propose,
  reply,
  type Story,
  solve,
  take,
  took,
  verify,
  work,
} from '../story.ts';

const session = (subject: string, minutes: number): Activity => ({
  subject,
  place: 'remote',
  location: 'https://sala.avila.example/demostracion',
  minutes,
});

export const activityStories: readonly Story[] = [
  {
    subject: 'Punto de red para la caja nueva',
    text: 'Abrimos una caja más en {sede} y hace falta un punto de red con su toma probada. El mueble ya está en su sitio; el cable más cercano queda a unos quince metros.',
    expected: 'Caja conectada antes del fin de semana',
    service: 'network',
    suggests: 'p3',
    answers: { site: '{sede}' },
    steps: [
      take('50m', 'andres'),
      verify('10m', 'p3'),
      reply(
        '30m',
        'Esto no se puede hacer a distancia: hay que tender el cable y certificarlo. Le propongo tres momentos para la visita, con el cargo adicional que tiene; se confirma cuando usted acepte uno.',
      ),
      offer(
        '30m',
        {
          subject: 'Tender y certificar el punto de red de la caja nueva',
          place: 'onsite',
          location: 'Sede {sede}, frente de cajas',
          minutes: 120,
          surcharge: { units: 2, note: 'Traslado y materiales' },
        },
        ['44h', '48h', '70h'],
      ),
    ],
  },
  {
    subject: 'Conciliar juntos el cierre del mes en {erp}',
    text: 'Queremos hacer el cierre con ustedes conectados: el mes pasado quedaron tres asientos sin contrapartida y no sabemos si es la configuración o nosotros.',
    expected: 'Cierre sin diferencias',
    service: 'erp-question',
    suggests: 'p3',
    steps: [
      take('1h', 'mariana'),
      verify('10m', 'p3'),
      reply(
        '20m',
        'Lo hacemos juntos y conectados. Le propongo una hora con tiempo para revisar los tres asientos.',
      ),
      offer('100m', session('Cierre del mes, paso a paso', 90), ['68h']),
      agree('3h'),
      reply(
        '10m',
        'Quedó confirmado. Tenga a mano el listado de asientos sin contrapartida; nosotros llevamos la copia de la base del mes pasado.',
      ),
    ],
  },
  {
    subject: 'El visor de {erp} no abre en dos equipos',
    text: 'En dos equipos de {area} el visor se queda en blanco. En los demás abre bien. Podemos dejarles los equipos cuando nos digan.',
    service: 'erp-fault',
    suggests: 'p3',
    answers: { module: 'Visor', since: 'Esta semana' },
    steps: [
      take('40m', 'luis'),
      verify('10m', 'p3'),
      reply(
        '20m',
        'Para verlo necesitamos los dos equipos encendidos y a alguien al lado. Elija la hora que menos estorbe.',
      ),
      offer('40m', session('Revisión del visor en los dos equipos', 45), ['24h', '28h', '48h']),
    ],
  },
  {
    subject: 'Enseñar a dos personas a hacer guías de despacho',
    text: 'Entraron dos personas a {area} y necesitan aprender las guías. Preferimos una sola sesión con ambas.',
    service: 'training',
    suggests: 'p4',
    steps: [
      take('1h', 'mariana'),
      verify('10m', 'p4'),
      reply(
        '20m',
        'Con gusto. Le propongo una hora para las dos juntas; si no les sirve, díganos otra.',
      ),
      offer('100m', session('Guías de despacho para dos personas', 60), ['92h']),
      agree('2h'),
      propose('40h', ['92h']),
      agree('2h'),
    ],
  },
  {
    subject: 'Cambiar el disco del servidor de archivos',
    text: 'El disco que avisaron con errores ya llegó. ¿Cuándo lo cambiamos? Tiene que ser con la oficina conectada para ver que todo sigue abriendo.',
    service: 'server',
    suggests: 'p3',
    steps: [
      take('2h', 'andres'),
      verify('20m', 'p3'),
      reply(
        '20m',
        'Lo cambiamos con ustedes trabajando, y miramos juntos que todo abre. Le propongo dos momentos.',
      ),
      offer('40m', session('Cambio del disco con la oficina conectada', 60), ['23h', '27h']),
      agree('2h'),
      took(
        '70m',
        'Disco cambiado y arreglo reconstruido con la oficina trabajando: nadie perdió la conexión. Se adjunta el registro de la reconstrucción.',
        {
          name: 'reconstruccion-del-arreglo.txt',
          text: 'Registro de demostración\n09:12 disco 2 retirado\n09:19 disco nuevo reconocido\n09:20 reconstrucción iniciada\n10:04 reconstrucción completa, 0 errores\n',
        },
      ),
      work('10m', 60, 'Cambio de disco y reconstrucción con el cliente'),
      solve(
        '20m',
        'El servidor quedó con los dos discos sanos. Dejamos el disco retirado rotulado para que lo guarden.',
      ),
      confirm('5h'),
    ],
  },
  {
    subject: 'Probar el respaldo con una restauración',
    text: 'Nuestro auditor pide ver una restauración completa hecha con nosotros presentes.',
    expected: 'Acta de la prueba',
    service: 'backup',
    suggests: 'p3',
    steps: [
      take('1h', 'luis'),
      verify('10m', 'p3'),
      reply(
        '20m',
        'Restauramos una copia completa con el auditor mirando; toma una hora. Elija cuándo.',
      ),
      offer('40m', session('Restauración de prueba con el auditor', 60), ['22h', '26h']),
      agree('2h'),
      missed(
        '25m',
        'Esperamos quince minutos en la sala y nadie entró.',
        'Llamada a las 10 y a las 10:10 al número de {sede}, sin respuesta; mensaje enviado por esta solicitud.',
      ),
      reply(
        '40m',
        'No pudimos hacer la prueba porque nadie entró a la sala. Cuando nos diga, proponemos otro momento.',
      ),
    ],
  },
  {
    subject: 'Migrar los buzones de {area} al plan nuevo',
    text: 'Compramos el plan nuevo para seis buzones. ¿Nos conectamos para pasarlos sin que se pierda nada?',
    service: 'mail',
    suggests: 'p3',
    steps: [
      take('1h', 'luis'),
      verify('10m', 'p3'),
      reply(
        '20m',
        'Sí, pasamos los seis en una tarde sin que se pierda un mensaje. Le propongo esta hora.',
      ),
      offer('100m', session('Paso de los seis buzones', 120), ['38h']),
      propose('20h', ['48h', '52h']),
    ],
  },
  {
    subject: 'Revisar las cámaras que ven la caja',
    text: 'Dos cámaras se ven con saltos. ¿Podemos verlo juntos el jueves?',
    service: 'network',
    suggests: 'p4',
    answers: { site: '{sede}' },
    steps: [
      take('1h', 'andres'),
      verify('10m', 'p4'),
      reply('20m', 'Las vemos juntos: necesitamos que alguien pueda reiniciar las cámaras.'),
      offer('40m', session('Revisión de las dos cámaras', 30), ['60h']),
      agree('2h'),
      callOff('36h', 'El proveedor de las cámaras las cambia sin costo; ya no hace falta.'),
      work('2h', 10, 'Lectura del registro de las cámaras'),
      solve(
        '10m',
        'Entendido: queda sin efecto la sesión. Vimos en el registro que ambas perdían señal por su fuente; con las nuevas no debería repetirse.',
      ),
      confirm('3h'),
    ],
  },
  {
    subject: 'Las facturas llegan al cliente sin el adjunto',
    text: 'Desde ayer los clientes reciben el correo de la factura sin el archivo. Copio a Daniela, que lleva las cuentas por cobrar, y a Oswaldo, que entra el lunes. Yuleima también está al tanto.',
    service: 'mail',
    suggests: 'p2',
    via: 'email',
    copies: [
      { name: 'Daniela Quijada', mailbox: 'dquijada' },
      { name: 'Oswaldo Farías', mailbox: 'ofarias' },
      { name: 'Yuleima Contreras', mailbox: 'ycontreras' },
    ],
    steps: [
      take('25m', 'mariana'),
      verify('10m', 'p2'),
      admit('50m', 'dquijada'),
      reply(
        '30m',
        'Lo reproducimos: el filtro nuevo del correo quita los archivos que pasan de dos megas, y la factura trae el logotipo sin comprimir. Mientras lo corregimos, pueden reenviar desde {erp} con la opción «sin logotipo».',
      ),
    ],
  },
  {
    subject: 'La tablet del inventario no sincroniza',
    text: 'La tablet con la que contamos en {sede2} no sube los conteos desde esta mañana.',
    service: 'workstation',
    suggests: 'p3',
    steps: [
      take('30m', 'luis'),
      verify('10m', 'p3'),
      work('1h', 25, 'Revisión de la sincronización'),
    ],
  },
];

/** The same for the customer that speaks English. */
export const activityStoriesInEnglish: readonly Story[] = [
  {
    subject: 'Second access point for the {site}',
    text: 'The handheld scanners lose the network at the far end of the {site}. We would like a second access point.',
    expected: 'Scanners work at every shelf',
    service: 'network',
    suggests: 'p3',
    answers: { site: '{site}' },
    steps: [
      take('50m', 'andres'),
      verify('10m', 'p3'),
      reply(
        '20m',
        'The signal at the far end is too weak for the scanners, so this takes a visit. Here are two times, with the additional charge; nothing is confirmed before you accept one.',
      ),
      offer(
        '30m',
        {
          subject: 'Mount and test the second access point',
          place: 'onsite',
          location: '{site}, loading side',
          minutes: 90,
          surcharge: { units: 2, note: 'Travel' },
        },
        ['44h', '69h'],
      ),
    ],
  },
  {
    subject: 'Walk through the new price list import',
    text: 'Could somebody walk {user} through the price list import in {erp}? Half an hour should do.',
    service: 'training',
    suggests: 'p4',
    steps: [
      take('1h', 'mariana'),
      verify('10m', 'p4'),
      reply('20m', 'Gladly. Here is a time; if it does not suit you, tell us another.'),
      offer(
        '40m',
        {
          subject: 'Price list import, step by step',
          place: 'remote',
          location: 'https://room.avila.example/demo',
          minutes: 30,
        },
        ['66h'],
      ),
      agree('2h'),
    ],
  },
];
