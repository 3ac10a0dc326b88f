import type { LanguageWords } from './words.ts'

export const GERMAN: LanguageWords = {
  language: 'de',
  templates: [
    '{S} in {n} Minuten',
    '{n} Fehler, die fast alle machen: {s}',
    'Mein Alltag: {s}',
    '{S} für Anfänger',
    '{n} Tage Selbstversuch: {s}',
    'Das sagt dir keiner: {s}',
    '{S}, Teil {n}',
    'Zum Merken: {s}',
  ],
  emptyTags: ['fürdich', 'fyp', 'viral', 'trend'],
  topics: {
    'meal prep': {
      subjects: [
        'schnelle Abendessen',
        'Meal Prep für die Woche',
        'gesunde Rezepte',
        'Kartoffelsuppe aus einem Topf',
        'Brot backen ohne Kneten',
        'Frühstück mit viel Eiweiß',
      ],
      tags: ['rezepte', 'kochen', 'mealprep', 'gesundessen'],
    },
    fitness: {
      subjects: [
        'Ganzkörpertraining zu Hause',
        'Laufen für Einsteiger',
        'Klimmzüge lernen',
        'Dehnen am Morgen',
        'Beintraining',
      ],
      tags: ['fitness', 'training', 'laufen', 'sportzuhause'],
    },
    houseplants: {
      subjects: [
        'Zimmerpflanzen umtopfen',
        'Monstera richtig gießen',
        'Stecklinge im Wasser',
        'Pflanzen für dunkle Ecken',
        'mein Balkongarten',
      ],
      tags: ['zimmerpflanzen', 'pflanzenliebe', 'balkongarten', 'monstera'],
    },
    travel: {
      subjects: [
        'ein Wochenende in Prag',
        'Nachtzug durch Europa',
        'günstige Flüge',
        'Packliste fürs Handgepäck',
        'Wandern in den Alpen',
      ],
      tags: ['reisen', 'reisetipps', 'urlaub', 'wandern'],
    },
    football: {
      subjects: ['Freistoß Technik', 'Torwarttraining', 'die Abseitsregel', 'Derby Stimmung', 'Passübungen'],
      tags: ['fussball', 'bundesliga', 'tor', 'training'],
    },
    makeup: {
      subjects: [
        'Make-up in fünf Minuten',
        'der perfekte Lidstrich',
        'Foundation aus der Drogerie',
        'Hautpflege am Abend',
        'Augenbrauen formen',
      ],
      tags: ['makeup', 'beauty', 'hautpflege', 'schminken'],
    },
    gadgets: {
      subjects: [
        'mein Schreibtisch',
        'mechanische Tastaturen',
        'Kamera Tricks am Handy',
        'Smart Home günstig',
        'Kabelsalat aufräumen',
      ],
      tags: ['technik', 'gadgets', 'setup', 'smarthome'],
    },
    pets: {
      subjects: [
        'Welpen erziehen',
        'meine Katze und der Staubsauger',
        'Leinenführigkeit',
        'ein Hund aus dem Tierheim',
        'Katzenspielzeug selber machen',
      ],
      tags: ['hunde', 'katzen', 'haustiere', 'welpe'],
    },
    'personal finance': {
      subjects: [
        'Notgroschen aufbauen',
        'ETF Sparplan',
        'Haushaltsbuch führen',
        'Schulden abbezahlen',
        'ein Monat ohne Konsum',
      ],
      tags: ['finanzen', 'sparen', 'etf', 'geld'],
    },
    studying: {
      subjects: [
        'Lernen mit Karteikarten',
        'Prüfungsphase',
        'Vokabeln lernen',
        'Mitschriften auf Papier',
        'die Pomodoro Methode',
      ],
      tags: ['lernen', 'studium', 'lerntipps', 'schule'],
    },
  },
}
