/** Languages in which dialogs can speak; a phone's system and its apps follow the phone's setting, or do not. */
export const LANGUAGES = ['en', 'es', 'fr', 'de', 'pt'] as const
export type Language = (typeof LANGUAGES)[number]

/** Languages that one app or another speaks. */
export const APP_LANGUAGES = [...LANGUAGES, 'ar'] as const
export type AppLanguage = (typeof APP_LANGUAGES)[number]

/** The language itself when it is one that Android's own dialogs speak, else English. */
export function systemLanguage(wanted: AppLanguage | null): Language {
  return LANGUAGES.find((language) => language === wanted) ?? 'en'
}

/** What a dialog says. `no` is its second button, null when it has none. */
export interface DialogWords {
  title: string
  message: string
  yes: string
  no: string | null
}

type ByLanguage = Record<Language, DialogWords>

/** One dialog's words. */
export const say = (title: string, message: string, yes: string, no: string | null): DialogWords => ({
  title,
  message,
  yes,
  no,
})

/** Alerts of the clips app, in its own words. */
export const APP_WORDS = {
  rate_us: {
    en: say('Enjoying Clips?', 'Tell others what you think. It only takes a moment.', 'Rate', 'Not now'),
    es: say(
      '¿Te gusta Clips?',
      'Cuéntales a otros lo que piensas. Solo toma un momento.',
      'Valorar',
      'Ahora no',
    ),
    fr: say(
      'Vous aimez Clips ?',
      'Dites ce que vous en pensez. Cela ne prend qu’un instant.',
      'Noter',
      'Plus tard',
    ),
    de: say(
      'Gefällt dir Clips?',
      'Sag anderen, was du davon hältst. Es dauert nur kurz.',
      'Bewerten',
      'Nicht jetzt',
    ),
    pt: say('Está gostando do Clips?', 'Conte o que você acha. Leva só um momento.', 'Avaliar', 'Agora não'),
  },
  update_available: {
    en: say(
      'Update available',
      'A new version of Clips is ready. Update now to get the latest features.',
      'Update',
      'Later',
    ),
    es: say(
      'Actualización disponible',
      'Hay una nueva versión de Clips lista para instalar.',
      'Actualizar',
      'Más tarde',
    ),
    fr: say(
      'Mise à jour disponible',
      'Une nouvelle version de Clips est prête.',
      'Mettre à jour',
      'Plus tard',
    ),
    de: say('Update verfügbar', 'Eine neue Version von Clips ist bereit.', 'Aktualisieren', 'Später'),
    pt: say('Atualização disponível', 'Uma nova versão do Clips está pronta.', 'Atualizar', 'Mais tarde'),
  },
  update_required: {
    en: say('Update required', 'This version of Clips is no longer supported.', 'Update', null),
    es: say('Actualización obligatoria', 'Esta versión de Clips ya no es compatible.', 'Actualizar', null),
    fr: say(
      'Mise à jour requise',
      'Cette version de Clips n’est plus prise en charge.',
      'Mettre à jour',
      null,
    ),
    de: say(
      'Update erforderlich',
      'Diese Version von Clips wird nicht mehr unterstützt.',
      'Aktualisieren',
      null,
    ),
    pt: say('Atualização obrigatória', 'Esta versão do Clips não é mais compatível.', 'Atualizar', null),
  },
  network_error: {
    en: say('No internet connection', 'Check your connection and try again.', 'Retry', null),
    es: say('Sin conexión a internet', 'Comprueba tu conexión y vuelve a intentarlo.', 'Reintentar', null),
    fr: say('Pas de connexion Internet', 'Vérifiez votre connexion et réessayez.', 'Réessayer', null),
    de: say(
      'Keine Internetverbindung',
      'Prüfe deine Verbindung und versuche es noch einmal.',
      'Wiederholen',
      null,
    ),
    pt: say('Sem conexão com a internet', 'Verifique sua conexão e tente de novo.', 'Tentar de novo', null),
  },
  session_expired: {
    en: say('Session expired', 'Please log in again.', 'OK', null),
    es: say('La sesión ha caducado', 'Vuelve a iniciar sesión.', 'Aceptar', null),
    fr: say('Session expirée', 'Veuillez vous reconnecter.', 'OK', null),
    de: say('Sitzung abgelaufen', 'Bitte melde dich erneut an.', 'OK', null),
    pt: say('Sessão expirada', 'Entre novamente.', 'OK', null),
  },
} as const satisfies Record<string, ByLanguage>

/** Dialogs of Android itself, in the words of its own resources or near to them; `%` is the app's label. */
export const SYSTEM_WORDS = {
  anr: {
    en: say('% isn’t responding', '', 'Close app', 'Wait'),
    es: say('% no responde', '', 'Cerrar aplicación', 'Esperar'),
    fr: say('L’application % ne répond pas', '', 'Fermer l’application', 'Attendre'),
    de: say('% reagiert nicht', '', 'App schließen', 'Warten'),
    pt: say('O app % não está respondendo', '', 'Fechar app', 'Esperar'),
  },
  crash: {
    en: say('% keeps stopping', '', 'App info', 'Close app'),
    es: say('% se detiene continuamente', '', 'Información de la aplicación', 'Cerrar aplicación'),
    fr: say('L’application % plante systématiquement', '', 'Infos sur l’appli', 'Fermer l’application'),
    de: say('% wird wiederholt beendet', '', 'App-Info', 'App schließen'),
    pt: say('% apresenta falhas contínuas', '', 'Informações do app', 'Fechar app'),
  },
  battery_low: {
    en: say('Turn on Battery Saver?', 'Battery at 15%.', 'Turn on', 'No thanks'),
    es: say('¿Activar Ahorro de batería?', 'Batería al 15 %.', 'Activar', 'No, gracias'),
    fr: say('Activer l’économiseur de batterie ?', 'Batterie à 15 %.', 'Activer', 'Non merci'),
    de: say('Energiesparmodus aktivieren?', 'Akku bei 15 %.', 'Aktivieren', 'Nein danke'),
    pt: say('Ativar Economia de bateria?', 'Bateria em 15%.', 'Ativar', 'Agora não'),
  },
  usb_debugging: {
    en: say('Allow USB debugging?', 'The computer’s RSA key fingerprint is: 4A:1F', 'Allow', 'Cancel'),
    es: say('¿Permitir depuración por USB?', 'Huella digital de clave RSA: 4A:1F', 'Permitir', 'Cancelar'),
    fr: say(
      'Autoriser le débogage USB ?',
      'Empreinte numérique de la clé RSA : 4A:1F',
      'Autoriser',
      'Annuler',
    ),
    de: say(
      'USB-Debugging zulassen?',
      'Der Fingerabdruck des RSA-Schlüssels lautet: 4A:1F',
      'Zulassen',
      'Abbrechen',
    ),
    pt: say('Permitir a depuração USB?', 'A impressão digital da chave RSA é: 4A:1F', 'Permitir', 'Cancelar'),
  },
  system_update: {
    en: say('System update downloaded', 'Your phone will restart to install it.', 'Restart now', 'Later'),
    es: say('Actualización del sistema descargada', 'El teléfono se reiniciará.', 'Reiniciar', 'Más tarde'),
    fr: say('Mise à jour système téléchargée', 'Le téléphone va redémarrer.', 'Redémarrer', 'Plus tard'),
    de: say('Systemupdate heruntergeladen', 'Das Gerät wird neu gestartet.', 'Neu starten', 'Später'),
    pt: say('Atualização do sistema baixada', 'O smartphone será reiniciado.', 'Reiniciar', 'Mais tarde'),
  },
  sim_removed: {
    en: say('SIM card removed', 'The mobile network will be unavailable until you restart.', 'Restart', null),
    es: say(
      'Tarjeta SIM retirada',
      'La red móvil no estará disponible hasta que reinicies.',
      'Reiniciar',
      null,
    ),
    fr: say(
      'Carte SIM retirée',
      'Le réseau mobile ne sera pas disponible avant un redémarrage.',
      'Redémarrer',
      null,
    ),
    de: say(
      'SIM-Karte entfernt',
      'Das Mobilfunknetz ist bis zum Neustart nicht verfügbar.',
      'Neu starten',
      null,
    ),
    pt: say('Chip removido', 'A rede móvel ficará indisponível até você reiniciar.', 'Reiniciar', null),
  },
} as const satisfies Record<string, ByLanguage>
