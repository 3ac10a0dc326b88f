import type { LanguageWords } from './words.ts'

export const SPANISH: LanguageWords = {
  language: 'es',
  templates: [
    '{S} en {n} minutos',
    '{n} errores que cometes con {s}',
    'Así hago {s} cada semana',
    '{S} para principiantes',
    'Probé {s} durante {n} días',
    'Nadie te cuenta esto sobre {s}',
    '{S}, parte {n}',
    'Guarda este video: {s}',
  ],
  emptyTags: ['parati', 'fyp', 'viral', 'tendencia'],
  topics: {
    'meal prep': {
      subjects: [
        'recetas saludables',
        'cenas rápidas',
        'la comida de toda la semana',
        'tortilla de patatas',
        'un desayuno con proteína',
        'lentejas sin complicarse',
      ],
      tags: ['recetas', 'cocinafacil', 'mealprep', 'comidasaludable'],
    },
    fitness: {
      subjects: [
        'rutina de piernas',
        'ejercicio en casa',
        'correr 5 kilómetros',
        'abdominales sin máquinas',
        'estiramientos por la mañana',
      ],
      tags: ['fitness', 'rutina', 'ejercicioencasa', 'gimnasio'],
    },
    houseplants: {
      subjects: [
        'plantas de interior',
        'regar la monstera',
        'esquejes en agua',
        'un jardín en el balcón',
        'plantas con poca luz',
      ],
      tags: ['plantas', 'plantasdeinterior', 'jardineria', 'monstera'],
    },
    travel: {
      subjects: [
        'un fin de semana en Sevilla',
        'vuelos baratos',
        'playas escondidas',
        'viajar sola',
        'la maleta perfecta',
      ],
      tags: ['viajes', 'viajar', 'turismo', 'mochilera'],
    },
    football: {
      subjects: [
        'el tiro libre',
        'regates fáciles',
        'entrenamiento de portero',
        'el ambiente del clásico',
        'la regla del fuera de juego',
      ],
      tags: ['futbol', 'goles', 'entrenamiento', 'clasico'],
    },
    makeup: {
      subjects: [
        'maquillaje en cinco minutos',
        'delineado perfecto',
        'base de farmacia',
        'rutina de piel',
        'labios rojos',
      ],
      tags: ['maquillaje', 'belleza', 'tutorial', 'skincare'],
    },
    gadgets: {
      subjects: [
        'mi escritorio minimalista',
        'auriculares baratos',
        'trucos del móvil',
        'teclados mecánicos',
        'domótica sencilla',
      ],
      tags: ['tecnologia', 'gadgets', 'setup', 'unboxing'],
    },
    pets: {
      subjects: [
        'educar a un cachorro',
        'mi gato y la aspiradora',
        'un perro adoptado',
        'juguetes para gatos',
        'pasear con correa',
      ],
      tags: ['perros', 'gatos', 'mascotas', 'cachorro'],
    },
    'personal finance': {
      subjects: [
        'un fondo de emergencia',
        'presupuesto mensual',
        'fondos indexados',
        'pagar deudas',
        'ahorrar para una casa',
      ],
      tags: ['finanzaspersonales', 'ahorro', 'dinero', 'inversion'],
    },
    studying: {
      subjects: [
        'la técnica pomodoro',
        'apuntes bonitos',
        'semana de exámenes',
        'aprender idiomas',
        'estudiar sin distracciones',
      ],
      tags: ['estudiar', 'estudiantes', 'apuntes', 'idiomas'],
    },
  },
}
