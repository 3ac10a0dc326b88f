import { say, type DialogWords } from '../apps/dialog-words.ts'
import type { ProfileField } from '../video-app/account-data.ts'
import type { SpokenDialog } from '../video-app/look.ts'
import type { ProfileProblem } from '../video-app/profile-limits.ts'
import { ARABIC_WORDS } from './words-arabic.ts'

/** What the app speaks; Arabic unless it is told otherwise. */
export const MAWJA_LANGUAGES = ['ar', 'en', 'fr'] as const
export type MawjaLanguage = (typeof MAWJA_LANGUAGES)[number]

/** Everything that the app says by itself. */
export interface MawjaWords {
  app: string
  home: string
  me: string
  more: string
  search: string
  searchHint: string
  settings: string
  back: string
  results: string
  noResults: string
  endOfResults: string
  endOfFeed: string
  authorPhoto: string
  like: string
  comment: string
  share: string
  play: string
  loading: string
  profilePhoto: string
  accountPhoto: string
  editProfile: string
  noBio: string
  videos: string
  followers: string
  following: string
  switchAccount: string
  addAccount: string
  closeSheet: string
  dragHandle: string
  switchedTo: (username: string) => string
  save: string
  saved: string
  labels: Record<ProfileField, string>
  hints: Record<ProfileField, string>
  problems: Record<ProfileField, Record<ProfileProblem, string>>
  taken: string
  discard: DialogWords
  offline: string
  offlineHint: string
  retry: string
  cookies: { title: string; message: string; accept: string; reject: string }
  login: { title: string; message: string; user: string; password: string; button: string; refused: string }
  challenge: { title: string; message: string; web: string; puzzle: string; slider: string }
  permission: string
  dialogs: Record<SpokenDialog, DialogWords>
  /** 1234 as such apps write it, in digits of `digits`. */
  thousand: string
  million: string
  decimal: string
  /** From 0 to 9. */
  digits: string
}

const ENGLISH_WORDS: MawjaWords = {
  app: 'Mawja',
  home: 'Home',
  me: 'Me',
  more: 'More options',
  search: 'Search',
  searchHint: 'Search clips',
  settings: 'Settings',
  back: 'Navigate up',
  results: 'Results',
  noResults: 'Nothing found',
  endOfResults: 'No more results',
  endOfFeed: 'You have seen everything new',
  authorPhoto: 'Creator photo',
  like: 'Like',
  comment: 'Comment',
  share: 'Share',
  play: 'Play',
  loading: 'Loading',
  profilePhoto: 'My photo',
  accountPhoto: 'Account photo',
  editProfile: 'Edit profile',
  noBio: 'No bio',
  videos: 'Clips',
  followers: 'Followers',
  following: 'Following',
  switchAccount: 'Switch account',
  addAccount: 'Add another account',
  closeSheet: 'Close sheet',
  dragHandle: 'Drag handle',
  switchedTo: (username) => `You are now ${username}`,
  save: 'Save',
  saved: 'Saved',
  labels: { display_name: 'Name', username: 'Username', bio: 'Bio' },
  hints: { display_name: 'Your name', username: 'Your username', bio: 'Tell something about yourself' },
  problems: {
    display_name: { length: 'The name takes 1 to 30 characters', characters: '' },
    username: {
      length: 'The username takes 2 to 24 characters',
      characters: 'Only small letters, digits, dots and underscores',
    },
    bio: { length: 'The bio is longer than 80 characters', characters: '' },
  },
  taken: 'This username belongs to somebody else',
  discard: say('Leave without saving?', 'What you changed will be lost.', 'Leave', 'Stay'),
  offline: 'You are offline',
  offlineHint: 'Check the connection.',
  retry: 'Try again',
  cookies: { title: 'Cookies', message: 'Mawja uses cookies.', accept: 'Allow', reject: 'Only needed ones' },
  login: {
    title: 'Sign in to go on',
    message: 'You have been signed out.',
    user: 'Phone or username',
    password: 'Password',
    button: 'Sign in',
    refused: 'Wrong name or password',
  },
  challenge: {
    title: 'Are you a person?',
    message: 'Solve the riddle to go on.',
    web: 'Check',
    puzzle: 'Put the piece in its place',
    slider: 'Move the piece',
  },
  permission: 'Allow Mawja to send you notifications?',
  dialogs: {
    rate_us: say('Do you like Mawja?', 'Rate it in the store.', 'Rate it', 'Maybe later'),
    update_available: say('A new Mawja is here', 'It is faster and nicer.', 'Get it', 'Maybe later'),
    update_required: say('This Mawja is too old', 'Please get the new one.', 'Get it', null),
    network_error: say('You are offline', 'Check the connection.', 'Try again', null),
    session_expired: say('You were signed out', 'Please sign in again.', 'Understood', null),
  },
  thousand: 'K',
  million: 'M',
  decimal: '.',
  digits: '0123456789',
}

const FRENCH_WORDS: MawjaWords = {
  app: 'Mawja',
  home: 'Accueil',
  me: 'Moi',
  more: 'Plus d’options',
  search: 'Rechercher',
  searchHint: 'Rechercher des vidéos',
  settings: 'Paramètres',
  back: 'Revenir en haut',
  results: 'Résultats',
  noResults: 'Rien trouvé',
  endOfResults: 'Plus de résultats',
  endOfFeed: 'Vous avez tout vu',
  authorPhoto: 'Photo du créateur',
  like: 'J’aime',
  comment: 'Commenter',
  share: 'Partager',
  play: 'Lire',
  loading: 'Chargement',
  profilePhoto: 'Ma photo',
  accountPhoto: 'Photo du compte',
  editProfile: 'Modifier le profil',
  noBio: 'Pas de bio',
  videos: 'Vidéos',
  followers: 'Abonnés',
  following: 'Abonnements',
  switchAccount: 'Changer de compte',
  addAccount: 'Ajouter un compte',
  closeSheet: 'Fermer la feuille',
  dragHandle: 'Poignée de déplacement',
  switchedTo: (username) => `Vous êtes maintenant ${username}`,
  save: 'Enregistrer',
  saved: 'Enregistré',
  labels: { display_name: 'Nom', username: 'Nom d’utilisateur', bio: 'Bio' },
  hints: { display_name: 'Votre nom', username: 'Votre nom d’utilisateur', bio: 'Parlez de vous' },
  problems: {
    display_name: { length: 'Le nom prend 1 à 30 caractères', characters: '' },
    username: {
      length: 'Le nom d’utilisateur prend 2 à 24 caractères',
      characters: 'Seulement minuscules, chiffres, points et tirets bas',
    },
    bio: { length: 'La bio dépasse 80 caractères', characters: '' },
  },
  taken: 'Ce nom d’utilisateur est déjà pris',
  discard: say('Quitter sans enregistrer ?', 'Vos modifications seront perdues.', 'Quitter', 'Rester'),
  offline: 'Vous êtes hors connexion',
  offlineHint: 'Vérifiez la connexion.',
  retry: 'Réessayer',
  cookies: {
    title: 'Cookies',
    message: 'Mawja utilise des cookies.',
    accept: 'Autoriser',
    reject: 'Seulement les nécessaires',
  },
  login: {
    title: 'Connectez-vous pour continuer',
    message: 'Vous avez été déconnecté.',
    user: 'Téléphone ou nom d’utilisateur',
    password: 'Mot de passe',
    button: 'Se connecter',
    refused: 'Nom ou mot de passe incorrect',
  },
  challenge: {
    title: 'Êtes-vous une personne ?',
    message: 'Résolvez l’énigme pour continuer.',
    web: 'Contrôle',
    puzzle: 'Placez la pièce',
    slider: 'Déplacez la pièce',
  },
  permission: 'Autoriser Mawja à vous envoyer des notifications ?',
  dialogs: {
    rate_us: say('Aimez-vous Mawja ?', 'Donnez votre avis.', 'Donner mon avis', 'Plus tard'),
    update_available: say('Un nouveau Mawja est là', 'Plus rapide et plus beau.', 'L’obtenir', 'Plus tard'),
    update_required: say('Ce Mawja est trop ancien', 'Installez le nouveau.', 'L’obtenir', null),
    network_error: say('Vous êtes hors connexion', 'Vérifiez la connexion.', 'Réessayer', null),
    session_expired: say('Vous avez été déconnecté', 'Reconnectez-vous.', 'Compris', null),
  },
  thousand: ' k',
  million: ' M',
  decimal: ',',
  digits: '0123456789',
}

export const MAWJA_WORDS = {
  ar: ARABIC_WORDS,
  en: ENGLISH_WORDS,
  fr: FRENCH_WORDS,
} as const satisfies Record<MawjaLanguage, MawjaWords>

/** A number in the digits of the language. */
export function inDigits({ digits }: MawjaWords, text: string): string {
  return text.replace(/\d/g, (digit) => digits.charAt(Number(digit)))
}

/** 1234 → ١٫٢ ألف */
export function shortNumber(words: MawjaWords, count: number): string {
  if (count < 1_000) return inDigits(words, String(count))
  const [share, unit] =
    count < 1_000_000 ? [count / 1_000, words.thousand] : [count / 1_000_000, words.million]
  return inDigits(words, share.toFixed(1).replace('.', words.decimal)) + unit
}

/** 67.9 → ١:٠٧ */
export function clockTime(words: MawjaWords, seconds: number): string {
  const whole = Math.floor(seconds)
  return inDigits(words, `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`)
}
