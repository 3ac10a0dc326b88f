import type { LanguageWords } from './words.ts'

export const JAPANESE: LanguageWords = {
  language: 'ja',
  templates: ['{n}分でできる{s}', '{s}のコツを紹介します', '初心者向けの{s}', '毎日の{s}'],
  emptyTags: ['おすすめ', 'fyp', 'バズれ'],
  topics: {
    'meal prep': {
      subjects: ['お弁当の作り置き', '簡単な晩ごはん', '健康レシピ'],
      tags: ['レシピ', '料理', 'お弁当'],
    },
    travel: {
      subjects: ['京都の週末旅行', '夜行列車の旅', '一人旅の荷物'],
      tags: ['旅行', '京都', '旅行好き'],
    },
    pets: { subjects: ['子犬のしつけ', '猫のおもちゃ', '保護犬との散歩'], tags: ['猫', '犬', 'ペット'] },
  },
}

export const ARABIC: LanguageWords = {
  language: 'ar',
  templates: ['{s} في {n} دقائق', 'طريقتي في {s}', '{s} للمبتدئين', 'لا أحد يخبرك عن {s}'],
  emptyTags: ['اكسبلور', 'fyp', 'ترند'],
  topics: {
    'meal prep': {
      subjects: ['تحضير وجبات الأسبوع', 'عشاء سريع', 'وصفات صحية'],
      tags: ['وصفات', 'طبخ', 'مطبخ'],
    },
    football: {
      subjects: ['تدريب حارس المرمى', 'الركلة الحرة', 'أجواء الديربي'],
      tags: ['كرة_القدم', 'أهداف', 'تدريب'],
    },
    travel: {
      subjects: ['نهاية أسبوع في مراكش', 'تذاكر رخيصة', 'السفر وحدي'],
      tags: ['سفر', 'سياحة', 'مراكش'],
    },
  },
}
