import type { LanguageWords } from './words.ts'

export const PORTUGUESE: LanguageWords = {
  language: 'pt',
  templates: [
    '{S} em {n} minutos',
    '{n} erros que você comete: {s}',
    'Minha rotina: {s}',
    '{S} para iniciantes',
    'Testei por {n} dias: {s}',
    'Ninguém te conta isso: {s}',
    '{S}, parte {n}',
    'Salva esse vídeo: {s}',
  ],
  emptyTags: ['paravoce', 'fy', 'viral', 'foryou'],
  topics: {
    'meal prep': {
      subjects: [
        'marmita da semana',
        'jantar rápido',
        'receitas saudáveis',
        'feijão sem mistério',
        'café da manhã com proteína',
        'bolo de cenoura',
      ],
      tags: ['receitas', 'marmita', 'cozinha', 'comidasaudavel'],
    },
    fitness: {
      subjects: [
        'treino em casa',
        'correr 5 km',
        'treino de perna',
        'alongamento de manhã',
        'abdominal sem aparelho',
      ],
      tags: ['treino', 'fitness', 'academia', 'corrida'],
    },
    houseplants: {
      subjects: [
        'plantas dentro de casa',
        'regar a costela-de-adão',
        'mudas na água',
        'horta na varanda',
        'plantas de sombra',
      ],
      tags: ['plantas', 'jardinagem', 'horta', 'urbanjungle'],
    },
    travel: {
      subjects: [
        'um fim de semana no Porto',
        'passagens baratas',
        'praias escondidas',
        'viajar sozinha',
        'mala de mão',
      ],
      tags: ['viagem', 'viajar', 'turismo', 'ferias'],
    },
    football: {
      subjects: [
        'cobrança de falta',
        'treino de goleiro',
        'dribles fáceis',
        'clima de clássico',
        'regra do impedimento',
      ],
      tags: ['futebol', 'gol', 'brasileirao', 'treino'],
    },
    makeup: {
      subjects: [
        'maquiagem em cinco minutos',
        'delineado gatinho',
        'base de farmácia',
        'cuidados com a pele',
        'sobrancelha em casa',
      ],
      tags: ['maquiagem', 'beleza', 'tutorial', 'skincare'],
    },
    gadgets: {
      subjects: [
        'meu setup pequeno',
        'teclado mecânico',
        'truques do celular',
        'fone barato',
        'casa inteligente',
      ],
      tags: ['tecnologia', 'setup', 'gadgets', 'unboxing'],
    },
    pets: {
      subjects: [
        'adestrar filhote',
        'meu gato e o aspirador',
        'cachorro adotado',
        'brinquedos para gato',
        'passeio com guia',
      ],
      tags: ['cachorro', 'gatos', 'pets', 'filhote'],
    },
    'personal finance': {
      subjects: [
        'reserva de emergência',
        'orçamento do mês',
        'sair das dívidas',
        'investir no tesouro',
        'juntar dinheiro',
      ],
      tags: ['financas', 'dinheiro', 'investimento', 'economia'],
    },
    studying: {
      subjects: [
        'técnica pomodoro',
        'resumo no papel',
        'semana de provas',
        'aprender inglês',
        'cantinho de estudos',
      ],
      tags: ['estudos', 'studygram', 'enem', 'rotina'],
    },
  },
}
