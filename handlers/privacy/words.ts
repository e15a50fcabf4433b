import { fold } from "./tokens";

function wordSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/));
}

/** Words that are compared as {@link fold} writes them. */
function foldedSet(words: string): ReadonlySet<string> {
  return new Set(words.split(/\s+/).map(fold));
}

/** Words in names that identify nobody and occur in any text. Never searched for alone. */
export const particles = wordSet(
  `AND BIN BINTI DAS DEL DELLA DEM DEN DER DES DOS DIE ET IBN LAS LOS OF TEN TER THE UND VAN VOM VON
   ZUM ZUR`,
);

/** Titles and forms of address, and the abbreviations around them. They identify nobody either. */
export const titles = wordSet(
  `MR MRS MS MISS MISTER SIR MADAM LADY LORD DR DOCTOR PROF PROFESSOR REV HERR HERRN FRAU FRL
   FRAULEIN DOKTOR ING DIPL MAG MME MLLE MADAME MADEMOISELLE MONSIEUR MESSIEURS SR SRA SRTA SENOR
   SENORA SENORITA DON DONA SENHOR SENHORA SIG SIGNOR SIGNORA SIGNORINA DOTT DOTTORE DHR HEER MEVR
   MEVROUW MENEER HR FRU FROKEN PAN PANI PANNA BAY BAYAN SAYIN ГОСПОДИН ГОСПОЖА Г-Н Г-ЖА
   先生 女士 小姐 太太 さん 様 さま 君 氏 씨 님 श्री श्रीमती सुश्री السيد السيدة الأستاذ JR SENIOR JUNIOR PHD MBA`,
);

/**
 * Placeholders for a name that nobody gave, and roles, alone or combined. Never searched for. A word that is also
 * somebody's name, such as `Malik`, does not belong here: alone it would no longer be found.
 */
const placeholders = foldedSet(
  `ADMIN AGENT ANON ANONYM ANONYMOUS ANONYME BESUCHER BOT CHAT CLIENT CUSTOMER DEMO EXAMPLE FIRST
   GAST GUEST HELP INVITE KUNDE LAST LOREM MEMBER MUSTER MUSTERMANN NAME NEW NONE NULL OPERATOR
   PERSON SALES SAMPLE SUPPORT TEAM TEST TESTER TESTING UNBEKANNT UNDEFINED UNKNOWN USER USUARIO
   UTILISATEUR VISITANTE VISITEUR VISITOR WEB WEBSITE YOUR MY NA N A
   BILLING CARE CUSTOMERS DEPARTMENT DEPT MANAGER MANAGEMENT MARKETING OFFICE ONLINE OWNER RECEPTION SERVICE
   STAFF STUDENT STUDENTS TEACHER
   BESITZER BESUCHERIN BENUTZER EIGENTÜMER GESCHÄFTSFÜHRER INHABER INHABERIN KUNDEN KUNDENDIENST KUNDENSERVICE
   KUNDIN NAMEN NUTZER SCHÜLER STUDENTIN VERTRIEB
   ALUMNA ALUMNO ANÓNIMA ANÓNIMO ATENCIÓN CLIENTA CLIENTE CLIENTES DESCONOCIDO DUEÑA DUEÑO ENCARGADO EQUIPO
   ESTUDIANTE GERENTE INVITADO NOMBRE PROPIETARIA PROPIETARIO SERVICIO SOPORTE USUARIA VENTAS
   CLIENTÈLE CLIENTS CLIENTES ÉLÈVE ÉQUIPE ÉTUDIANT ÉTUDIANTE GÉRANT GÉRANTE INCONNU INCONNUE INVITÉ INVITÉE NOM
   PROPRIÉTAIRE UNTEL VENTES VISITEUSE
   ANONIMA ANONIMO ASSISTENZA CLIENTI NOME OSPITE PROPRIETARIA PROPRIETARIO RESPONSABILE SCONOSCIUTO SERVIZIO SQUADRA
   STUDENTE STUDENTESSA TITOLARE UTENTE VENDITE VISITATORE
   ALUNA ALUNO ATENDIMENTO CONVIDADO DESCONHECIDO DONO EQUIPE ESTUDANTE PROPRIETÁRIO SERVIÇO SUPORTE VENDAS
   ANONIMOWY DZIAŁ GOŚĆ IMIENIA KIEROWNIK KLIENT KLIENTA KLIENTKA MARKETINGU MENEDŻER NAZWY NIEZNANY OBSŁUGA
   OBSŁUGI SPRZEDAŻ STUDENTKA UCZEŃ UŻYTKOWNIK WŁAŚCICIEL WŁAŚCICIELKA ZESPÓŁ
   お客様 お客さま ゲスト ユーザー 顧客 担当者 店長 管理者 責任者 学生 匿名 名無し 名無しの権兵衛 名前なし
   テスト サポート オンライン マーケティングチーム カスタマーサービス カスタマーサポート
   عميل العميل عميلة زبون الزبون زائر ضيف مدير المدير المالك طالبة فريق الفريق تسويق التسويق خدمة العملاء الزبائن
   دعم الدعم مستخدم مجهول اسم فلان فلانة الفلاني متصل
   ग्राहक अतिथि आगंतुक प्रबंधक मैनेजर छात्र छात्रा टीम मार्केटिंग सेवा सहायता ऑनलाइन उपयोगकर्ता अज्ञात अनाम नाम अमुक`,
);

/** Words that make up a placeholder only together with one of the above. Alone some of them are names. */
const connectors = foldedSet(
  `AL AU BEZ BRAK DA DE DI DO DU EL KEIN KEINE LA NESSUN NO OHNE SANS SEM SENZA SIN بدون بلا बिना`,
);

/** People who do not exist, with first names that others have. */
const nobodies = new Set([
  "MAX MUSTERMANN",
  "ERIKA MUSTERMANN",
  "JOHN DOE",
  "JANE DOE",
  "JOE BLOGGS",
  "FULANO DE TAL",
  "FULANA DE TAL",
  "PINCO PALLINO",
  "JAN IKSINSKI",
]);

/**
 * Names that are also common words, in English and the larger languages of Europe. They match only when
 * capitalized; otherwise too much of a text would be replaced. As a place they match only within a
 * sentence, not at its beginning.
 */
export const common = wordSet(
  `ADMIN AGENT APRIL ART AUGUST BATH BILL BOT BROWN CHANCE CHASE CHAT CUSTOMER DAWN FAITH FAIR
   FRANK GENE GRACE GRANT GREEN GUEST GUY HELP HOPE JACK JOY JUNE KING KLEIN LANG LONG MARK MAY
   MOBILE NICE OLIVE ORANGE PAGE PAT PRICE RAY READING RICH RIVER ROB ROSE SALES SERVICE SKY STERN
   SUE SUMMER SUPPORT TEAM USER VISITOR WAY WEISS WHITE WILL WOLF YOUNG
   BLACK BOND BRIDGE BUSH CASH CHARITY CLAY CLIFF CLOUD COOK CRYSTAL DREW DUKE EARL FIELD FOREST
   FOX GROSS HALL HERZ HILL HUNTER KURZ LAKE LAW LIGHT LOVE MARCH MERCY MILES NORTH PARK PEARL PEACE
   PENNY POWER RAIN REED RING ROCK RUSH SAGE SANDY SPLIT STAR STONE STORM STRONG SUNDAY SUNNY TRUE
   VICTORY WALKER WALL WEST WINTER WISE WOOD WOODS WORTH
   ALT BRAUN FROMM JUNG NEU SCHWARZ STARK JONG GROOT WIT BEAU BLANC BON LOUP NOIR PETIT ROUGE ROUX
   BLANCA BLANCO BUENO CLARA CRUZ DELGADO FLORES LEON LUZ MAR MORENO PAZ REINA REY REYES RUBIO SOL
   COSTA LIMA PINTO PORTO SILVA BELLA BIANCHI CHIARA CONTI FONTANA GIOIA LUCE LUNA MARE NERI ROSA
   ROSSI SERENA STELLA MALA MALY WILK BARIS CAN DENIZ GUL GUNES UMUT`,
);

/** Parts of places that say nothing about where somebody is, or that are common words. */
const placeWords = wordSet(
  `CITY STATE COUNTY PROVINCE REGION DISTRICT CANTON NORTH SOUTH EAST WEST CENTRAL UNKNOWN NONE
   BEST BUY HULL LEEK MALL MINE MOLE NOW OHM ORANGE OVER PARTY POST SANDWICH SALE SEE SPLIT TALK
   TOURS WELLS ESSEN SINGEN HAGEN BUCHEN HALLE MARL ROM UNA ALES DIE GAP LENS`,
);

/** Whether a folded part of a place is not searched for alone. */
export function isPlaceWord(folded: string): boolean {
  return placeWords.has(folded);
}

/** Whether the folded words of a name are only placeholders, particles and titles, or are a name of nobody. */
export function isPlaceholder(words: readonly string[]): boolean {
  if (nobodies.has(words.filter((word) => !titles.has(word)).join(" "))) return true;
  const others = words.filter((word) => !connectors.has(word));
  if (others.length === 0) return words.length === 0;
  return others.every(
    (word) =>
      placeholders.has(word) || particles.has(word) || titles.has(word) || /^\d+$/.test(word),
  );
}
