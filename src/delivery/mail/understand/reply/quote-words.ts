/** What mail clients write around a quoted mail, in the languages that reach a desk. One place, data only. */

const either = (list: string): string =>
  list
    .split('|')
    .map((word) => word.trim())
    .filter((word) => word !== '')
    .toSorted((left, right) => right.length - left.length)
    .map((word) => word.replace(/[.*+?^${}()[\]\\]/g, '\\$&').replace(/\s+/g, '\\s+'))
    .join('|');

/** "… wrote:" as the last words of the line above a quote. */
export const wrote = either(`
  wrote | writes | escribió | escribio | escribía | ha escrito | va escriure | ha escrit | escreveu | a écrit | écrit | a ecrit
  | schrieb | geschrieben | hat geschrieben | ha scritto | scrive | schreef | geschreven | het volgende geschreven | skrev
  | skrev følgende | kirjoitti | napisał | napisała | napisał(a) | pisze | napsal | napsal(a) | napísal | написал | написала
  | написав | написала(а) | пишет | пише | đã viết | 写道 | 寫道 | のメッセージ | さんは書きました | 작성 | ha scris | a scris | írta | yazdı | şunu yazdı
  | έγραψε | menulis | のメール | odesílatel napsal`);

/** "Quoting somebody:" as the first words of the line above a quote. */
export const quotingWords = either(
  `Quoting | Citando | Citando a | Mensaje citado por | Cita de | Zitat von | Zitiere | Selon | Quotando | Citação de | Missatge de`,
);

/** How the line above a quote begins when it begins with the day. */
export const onDay = either(
  `On | At | El | Em | Le | Am | Il | Op | Den | På | Dne | Dňa | Dnia | W dniu | Vào | Vào lúc | 在 | 于 | На | О | Pada | Tarihinde | Kl`,
);

/** "Original message" between rules. */
export const originalMessage = either(`
  Original Message | Original E-mail | Original Mail | Original Appointment | Reply Message | Mensaje original | Mensaje Original
  | Correo original | Mensagem original | Message d'origine | Message d’origine | Message original | Message initial
  | Ursprüngliche Nachricht | Originalnachricht | Original-Nachricht | Messaggio originale | Messaggio originario | Oorspronkelijk bericht
  | Origineel bericht | Oprindelig meddelelse | Oprindelig besked | Ursprungligt meddelande | Originalmeddelande
  | Opprinnelig melding | Alkuperäinen viesti | Wiadomość oryginalna | Oryginalna wiadomość | Původní zpráva | Исходное сообщение
  | Оригинальное сообщение | 原始邮件 | 原始郵件 | 元のメッセージ | Missatge original | Mensaxe orixinal`);

/** "Forwarded message": what follows is content. */
export const forwardedMessage = either(`
  Forwarded message | Forwarded by | Begin forwarded message | Mensaje reenviado | Inicio del mensaje reenviado | Reenviado por
  | Mensagem encaminhada | Início da mensagem reencaminhada | Message transféré | Début du message transféré | Début du message réexpédié
  | Weitergeleitete Nachricht | Anfang der weitergeleiteten Nachricht | Anfang der weitergeleiteten E-Mail | Messaggio inoltrato
  | Inizio messaggio inoltrato | Doorgestuurd bericht | Begin doorgestuurd bericht | Videresendt meddelelse | Vidarebefordrat meddelande
  | Пересылаемое сообщение | Missatge reenviat`);

export type HeaderRole = 'from' | 'date' | 'to' | 'subject' | 'other';

const roles: readonly (readonly [HeaderRole, string])[] = [
  [
    'from',
    `From | De | Desde | Von | Da | Van | Fra | Från | Od | Lähettäjä | От | От кого | Від | Gönderen | 发件人 | 寄件者 | 差出人 | 보낸 사람 | Remitente | Expéditeur | Absender | Remetente | Mittente | Odesílatel | Odosielateľ | Feladó | Kimden | De la | Από | מאת | من | Avsender | Avsändare | Afsender`,
  ],
  [
    'date',
    `Date | Sent | Sent at | Sent on | Enviados | Fecha de envío | Fecha y hora | Envoyés | Inviati | Gesendet am | Data de envio | Fecha | Enviado | Enviado el | Enviado em | Enviada | Enviada em | Data | Envoyé | Envoyé le | Datum | Gesendet | Inviato | Verzonden | Dato | Sendt | Skickat | Lähetetty | Wysłano | Дата | Отправлено | Enviat | Data i hora | Tarih | 发送时间 | 寄件日期 | 日期 | 送信日時 | Sent date | 보낸 날짜 | Odesláno | Odoslané | Elküldve | Dátum | Gönderildi | Gönderilme Tarihi | Trimis | Στάλθηκε | Надіслано | Дата и время | נשלח | תאריך | تم الإرسال | التاريخ | Data wysłania | Lähetyspäivä`,
  ],
  [
    'to',
    `To | Para | A | À | An | Aan | Til | Till | Do | Kому | Кому | Vastaanottaja | Per | 收件人 | 收件者 | 宛先 | Destinataire | Destinatario | 받는 사람 | Komu | Címzett | Kime | Către | Προς | אל | إلى | Per a`,
  ],
  [
    'subject',
    `Subject | Asunto | Assunto | Objet | Sujet | Betreff | Oggetto | Onderwerp | Emne | Ämne | Aihe | Temat | Тема | Assumpte | Konu | 主题 | 主旨 | 件名 | 제목 | Předmět | Predmet | Tárgy | Subiect | Θέμα | נושא | الموضوع | Tema`,
  ],
  [
    'other',
    `Cc | CC | Bcc | CCO | Cco | Kopie | Copie | Copie à | Copia | Reply-To | Reply To | Responder a | Répondre à | Risposta | Antwort an | Importance | Importancia | Importância | Wichtigkeit | Priorità | Priority | Prioridad | Attachments | Adjuntos | Anlagen | Datos adjuntos | Anexos | Pièces jointes | Organization | Resent-From`,
  ],
];

const roleByWord = new Map<string, HeaderRole>(
  roles.flatMap(([role, list]) =>
    list.split('|').map((word): [string, HeaderRole] => [word.trim().toLowerCase(), role]),
  ),
);

/** Which header of a mail a label such as `Enviado el` names; null when it names none. */
export const headerRole = (label: string): HeaderRole | null =>
  roleByWord.get(label.trim().toLowerCase()) ?? null;

/** Signatures that a telephone adds: `Sent from my iPhone`. */
export const deviceSignature =
  /^(?:Sent from my|Sent from|Envoyé à partir de|Gesendet mit der|Enviado desde mi|Enviado desde|Enviado do meu|Envoyé de mon|Envoyé depuis mon|Envoyé à partir de mon|Gesendet von meinem|Von meinem|Inviato da|Inviato dal mio|Verzonden vanaf mijn|Verstuurd vanaf mijn|Sendt fra min|Sendt fra mit|Skickat från min|Enviat des del meu|Enviado con|Enviado por|Enviada desde mi)\s+(?:[\p{L}\d]+[ -]){0,4}(?:iPhone|iPad|iPod|Proton ?Mail|(?:Correo|Mail|Outlook) (?:para|for|pour|für) (?:Windows|Mac)|Outlook|BlackBerry|Galaxy|Samsung|Huawei|Xiaomi|Android|Nokia|Windows Phone|smartphone|móvil|celular|teléfono|Handy|mobile|phone|device|tablet)(?:[ ][\p{L}\d]{1,12}){0,3}(?: gesendet)?\.?$/iu;

/** Outlook on a telephone signs so, and quotes what follows without any mark. */
export const outlookSignature =
  /^(?:Get|Sent from|Obtener|Enviado desde|Obtenga|Descargar|Télécharger|Obtenez|Envoyé à partir de|Envoyé depuis|Gesendet von|Holen Sie sich|Outlook für|Scarica|Ottieni|Obter o|Enviado do|Download)\s+(?:o\s+)?(?:Outlook|Yahoo Mail)\s(?:(?:for|para|pour|für|per|voor)\s)?(?:iOS|Android|iPhone)\s*(?:herunter)?\s*(?:<[^>]{0,200}>|\[[^\]]{0,200}\])?$/iu;

export const aboveThisLine =
  /^[\s>*#=_-]{0,20}(?:please )?(?:(?:type|reply|write|add)[\p{L} ]{0,30} above this line|(?:responda|escriba|conteste|responder)[\p{L} ]{0,40} (?:encima|arriba|por encima|sobre) (?:de )?esta l[íi]nea|veuillez répondre au-dessus de cette ligne|bitte [\p{L} ]{0,30}oberhalb dieser (?:linie|zeile)[\p{L} ]{0,20})[\s*#=_.-]{0,20}$/iu;
