import type { LanguageWords } from './words.ts'

export const FRENCH: LanguageWords = {
  language: 'fr',
  templates: [
    '{S} en {n} minutes',
    '{n} erreurs à éviter : {s}',
    'Ma routine : {s}',
    '{S} pour les débutants',
    'J’ai testé pendant {n} jours : {s}',
    'Personne ne parle de ça : {s}',
    '{S}, partie {n}',
    'À garder pour plus tard : {s}',
  ],
  emptyTags: ['pourtoi', 'fyp', 'viral', 'tendance'],
  topics: {
    'meal prep': {
      subjects: [
        'recettes saines',
        'dîners rapides',
        'batch cooking du dimanche',
        'pâtes à la crème légère',
        'petit déjeuner protéiné',
        'soupe de légumes',
      ],
      tags: ['recettefacile', 'cuisine', 'batchcooking', 'mangersain'],
    },
    fitness: {
      subjects: [
        'séance complète à la maison',
        'courir 5 kilomètres',
        'étirements du matin',
        'musculation sans matériel',
        'gainage',
      ],
      tags: ['sport', 'musculation', 'course', 'fitness'],
    },
    houseplants: {
      subjects: [
        'plantes d’intérieur',
        'rempoter un monstera',
        'boutures dans l’eau',
        'un jardin sur le balcon',
        'plantes faciles',
      ],
      tags: ['plantes', 'plantesinterieur', 'jardinage', 'bouture'],
    },
    travel: {
      subjects: [
        'un week-end à Lyon',
        'voyager en train de nuit',
        'billets pas chers',
        'plages cachées',
        'valise cabine',
      ],
      tags: ['voyage', 'voyager', 'vacances', 'bonsplans'],
    },
    football: {
      subjects: [
        'coup franc parfait',
        'entraînement de gardien',
        'règle du hors-jeu',
        'ambiance du derby',
        'contrôle orienté',
      ],
      tags: ['foot', 'football', 'but', 'entrainement'],
    },
    makeup: {
      subjects: [
        'maquillage en cinq minutes',
        'trait de liner',
        'fond de teint pas cher',
        'routine peau',
        'rouge à lèvres',
      ],
      tags: ['maquillage', 'beaute', 'tuto', 'skincare'],
    },
    gadgets: {
      subjects: [
        'mon bureau minimaliste',
        'claviers mécaniques',
        'réglages photo du téléphone',
        'maison connectée',
        'écouteurs pas chers',
      ],
      tags: ['tech', 'gadgets', 'setup', 'hightech'],
    },
    pets: {
      subjects: [
        'éduquer un chiot',
        'mon chat et l’aspirateur',
        'un chien adopté',
        'jouets pour chat',
        'marcher en laisse',
      ],
      tags: ['chien', 'chat', 'animaux', 'chiot'],
    },
    'personal finance': {
      subjects: [
        'fonds d’urgence',
        'budget du mois',
        'investir en ETF',
        'rembourser ses dettes',
        'un mois sans achats',
      ],
      tags: ['finances', 'argent', 'epargne', 'budget'],
    },
    studying: {
      subjects: [
        'méthode pomodoro',
        'fiches de révision',
        'semaine d’examens',
        'apprendre une langue',
        'prise de notes',
      ],
      tags: ['revisions', 'etudiant', 'etudes', 'methode'],
    },
  },
}
