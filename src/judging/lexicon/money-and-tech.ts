import type { TopicEntry } from './topic-entry.ts'

export const MONEY_AND_TECH = {
  'personal finance': {
    names:
      'personal finance, finance, finances, money, money tips, saving money, save money, saving, savings, budgeting, budget, budget tips, financial literacy, financial freedom, financial independence, money management, frugal living, frugality, debt free, debt, getting out of debt, credit score, side hustle, side hustles, taxes, retirement, finanzas personales, finanzas, dinero, ahorro, ahorrar, ahorrar dinero, presupuesto, educacion financiera, finanzen, finanztipps, geld, sparen, geld sparen, finanzielle freiheit, altersvorsorge, haushaltsbuch, finances personnelles, argent, epargne, epargner, budget, economies, gestion du budget, financas pessoais, financas, dinheiro, economizar, economizar dinheiro, poupar, educacao financeira, orcamento',
    core: {
      en: 'personal finance, finance, save money, saving money, saved money, money saving, how i saved, savings, savings account, savings challenge, budgeting, budget with me, monthly budget, my budget, budget for, cash stuffing, cash envelope, paycheck, payday, pay off debt, paid off, debt free, student loans, credit card debt, credit score, credit cards, emergency fund, sinking funds, high yield, hysa, roth, ira, 401k, retirement, retire, retire early, retired at, compound interest, interest rates, net worth, passive income, side hustle, side income, no spend, no buy, low buy, frugal, frugality, frugal living, financial, financially, financial freedom, inflation, mortgage, taxes, tax return, tax deduction, tax refund, salary, income, expenses, money habits, money mistakes, moneytok, fintok, wealth, wealthy habits, split bills, rent vs buy, broke, coupons, couponing, cashback, financial independence',
      es: 'finanzas, finanzas personales, ahorrar, ahorro, ahorros, ahorre, presupuesto, deuda, deudas, sueldo, salario, ingresos, gastos, dinero extra, fondo de emergencia, tarjeta de credito, libertad financiera, ganas poco, reto de ahorro, hipoteca, impuestos, jubilacion, gastos hormiga, llegar a fin de mes, sobres de dinero',
      de: 'finanzen, sparen, spare, gespart, spartipps, spartipp, geld sparen, haushaltsbuch, schulden, schuldenfrei, gehalt, notgroschen, altersvorsorge, rente, finanzielle freiheit, einkommen, ausgaben, steuern, steuererklarung, budget, sparplan, sparquote, tagesgeld, umschlagmethode, sparchallenge, inflation',
      fr: 'finances, epargne, epargner, economiser, economies, budget, mon budget, dettes, dette, rembourse, credit immobilier, salaire, revenus, depenses, enveloppes budgetaires, liberte financiere, livret a, impots, retraite, argent de cote, mettre de cote, fin de mois, pouvoir d achat',
      pt: 'financas, financas pessoais, economizar, economizando, poupar, poupanca, orcamento, dividas, divida, salario, salario minimo, renda extra, renda, gastos, reserva de emergencia, cartao de credito, liberdade financeira, guardar dinheiro, planilha de gastos, aposentadoria, impostos, juntar dinheiro, nome limpo',
    },
    hints: {
      en: 'money, cash, bills, bank, dollars, spend, spending, cost, cheap, save, saved, saving, budget, debt, bank account, rich, invest, investing, earn, earned, fund, funds, loan, loans, credit, tax, rent, thrifty, month, monthly, buying',
      es: 'dinero, euros, pesos, banco, gastar, mes, ganar, invertir, plata, barato',
      de: 'geld, euro, bank, monat, monatlich, ausgeben, verdienen, konto, investieren, zahlen',
      fr: 'argent, euros, banque, mois, depenser, gagner, compte, investir, astuces, credit',
      pt: 'dinheiro, reais, grana, banco, mes, gastar, ganhar, ganhando, investir, conta',
    },
    emoji: '💰💵💸💶💷💳🏦🪙',
    includes: ['investing'],
  },
  investing: {
    names:
      'investing, invest, investment, investments, stocks, stock market, index funds, etf, etfs, dividends, trading, inversion, inversiones, invertir, bolsa, bolsa de valores, geldanlage, investieren, aktien, borse, investissement, investir, bourse, placements, investimentos, investimento, investir, bolsa de valores, acoes',
    core: {
      en: 'investing, invest, invested, investor, investment, index fund, index funds, etf, etfs, stock market, stocks, s&p 500, sp500, dividend, dividends, portfolio, brokerage, vanguard, roth ira, compound interest, bonds, mutual funds, dollar cost averaging, robinhood app, wall street',
      es: 'invertir, invierte, inversion, inversiones, bolsa de valores, fondos indexados, fondo indexado, acciones, dividendos, interes compuesto, etf',
      de: 'investieren, aktien, aktie, etf, etfs, etf sparplan, sparplan, dividende, dividenden, depot, borse, geldanlage, zinseszins, weltportfolio',
      fr: 'investir, investissement, en bourse, actions, etf, dividendes, pea, interets composes, placement',
      pt: 'investir, investe, investimento, investimentos, bolsa de valores, acoes, dividendos, tesouro direto, cdb, selic, juros compostos, fundos imobiliarios, renda fixa',
    },
    hints: {
      en: 'money, market, fund, funds, return, returns, shares, long term, growth, wealth',
      es: 'dinero, mercado, fondos, rentabilidad',
      de: 'geld, markt, rendite, anfanger',
      fr: 'argent, marche, rendement, debute',
      pt: 'dinheiro, mercado, rendimento, reais',
    },
    emoji: '📈💹',
    broader: ['personal finance'],
  },
  crypto: {
    names:
      'crypto, cryptocurrency, cryptocurrencies, bitcoin, nft, nfts, cripto, criptomonedas, krypto, kryptowahrungen, cryptomonnaie, cryptomonnaies, criptomoedas, blockchain',
    core: {
      en: 'crypto, bitcoin, btc, ethereum, eth, altcoin, altcoins, memecoin, dogecoin, solana, nft, nfts, blockchain, binance, coinbase, web3, hodl',
      es: 'cripto, criptomoneda, criptomonedas, bitcoin',
      de: 'krypto, kryptowahrung, bitcoin',
      fr: 'crypto, cryptomonnaie, bitcoin',
      pt: 'cripto, criptomoeda, criptomoedas, bitcoin',
    },
    hints: {
      en: 'coin, token, wallet, moon, pump, 100x',
      es: 'moneda',
      de: 'coin',
      fr: 'x50',
      pt: 'moeda, 1000',
    },
    emoji: '🚀',
  },
  gambling: {
    names:
      'gambling, casino, betting, slots, poker, sports betting, apuestas, casinos, juegos de azar, glucksspiel, wetten, sportwetten, jeux d argent, paris sportifs, apostas, jogos de azar, bets',
    core: {
      en: 'casino, gambling, slots, slot machine, betting, sportsbook, parlay, blackjack, roulette, poker, jackpot, lottery, scratch off',
      es: 'casino, apuesta, apuestas, tragaperras, combinada, ruleta, loteria',
      de: 'casino, glucksspiel, spielautomat, automaten, sportwetten, wette, roulette, jackpot, lotto',
      fr: 'casino, paris sportifs, machine a sous, roulette, loto',
      pt: 'cassino, aposta, apostas, tigrinho, roleta, cacaniquel, loteria',
    },
    hints: {
      en: 'bet, odds, spin, win',
      es: 'ganadora, azar',
      de: 'gewinn, quote',
      fr: 'pari, mise',
      pt: 'ganhei, jogo',
    },
    emoji: '🎰🎲',
  },
  'get rich quick': {
    names:
      'get rich quick, get rich quick schemes, rich quick, scams, scam, mlm, pyramid schemes, hazte rico, estafas, schnell reich, reich werden, abzocke, arnaques, devenir riche, golpes, ficar rico',
    core: {
      en: 'get rich, rich quick, make money fast, easy money, per day with, a day with this, dm me, quit your job, make 1000, 10k a month, passive income secret, financial freedom secret, mlm, pyramid scheme, forex signals',
      es: 'hazte rico, dinero facil, dinero rapido',
      de: 'schnell reich, schnelles geld',
      fr: 'argent facile, devenir riche',
      pt: 'dinheiro facil, ficar rico, renda rapida',
    },
    hints: { en: 'day, trick, secret, rich, guaranteed, dm, fast' },
    emoji: '🤑',
  },
  business: {
    names:
      'business, small business, entrepreneur, entrepreneurship, startup, startups, marketing, ecommerce, dropshipping, negocios, emprendimiento, marketing digital, unternehmen, selbststandig, grundung, entreprise, entrepreneuriat, negocio, empreendedorismo, negocios',
    core: {
      en: 'small business, entrepreneur, startup, founder, ecommerce, dropshipping, etsy shop, shopify, marketing, social media marketing, freelancer, freelance, business owner, pack orders, b2b, seo',
      es: 'emprendedor, emprender, negocio, marketing',
      de: 'unternehmer, selbststandig, startup, marketing',
      fr: 'entrepreneur, entreprise, freelance, marketing',
      pt: 'empreendedor, empreender, negocio, marketing',
    },
    hints: {
      en: 'business, clients, customers, sales, orders, brand, launch',
      es: 'clientes, ventas',
      de: 'kunden, verkauf',
      fr: 'clients, ventes',
      pt: 'clientes, vendas',
    },
  },
  career: {
    names:
      'career, careers, jobs, job search, resume, interviews, job interview, carrera profesional, empleo, bewerbung, karriere, carriere, emploi, carreira, emprego',
    core: {
      en: 'job interview, resume, cover letter, job search, career, linkedin, recruiter, hiring, laid off, corporate life, 9 to 5, promotion at work, remote job',
      es: 'entrevista de trabajo, curriculum, empleo',
      de: 'bewerbung, vorstellungsgesprach, lebenslauf, karriere',
      fr: 'entretien d embauche, cv, emploi',
      pt: 'entrevista de emprego, curriculo, vaga',
    },
    hints: { en: 'job, boss, office, work, salary, interview' },
  },
  tech: {
    names:
      'tech, technology, gadgets, gadget, techtok, apple, iphone, iphone tips, iphone tricks, ios, android, smartphones, phones, apps, smart home, electronics, pc, computers, tecnologia, trucos iphone, moviles, technik, handy tipps, iphone tipps, elektronik, high-tech, high tech, technologie, astuces iphone, informatique, dicas iphone, celulares, informatica',
    core: {
      en: 'tech, techtok, gadget, gadgets, iphone, ipad, macbook, airpods, apple watch, apple pencil, apple vision, ios, macos, siri, android, samsung galaxy, google pixel, smartphone, laptop, desk setup, mechanical keyboard, keyboard, monitor, charger, usb, usb c, power bank, smart home, home assistant, alexa, chatgpt, raspberry pi, arduino, 3d printer, pc build, gaming pc, gpu, headphones, earbuds, phone settings, phone case, iphone battery, unboxing phone, smartwatch, drone, shortcut app, hidden features, robot vacuum, robot, wifi, bluetooth',
      es: 'tecnologia, gadget, gadgets, iphone, android, movil nuevo, ordenador, portatil, auriculares, cargador, apple watch, teclado, celular nuevo, apps utiles, aplicaciones',
      de: 'technik, gadget, gadgets, iphone, android, smartphone, laptop, kopfhorer, ladegerat, smart home, apple watch, tastatur, handy tipps, apps',
      fr: 'tech, high tech, hightech, gadget, gadgets, iphone, android, smartphone, ordinateur, casque sans fil, ecouteurs, chargeur, apple watch, clavier, applis',
      pt: 'tecnologia, gadget, gadgets, iphone, android, celular novo, notebook, fone de ouvido, fone bluetooth, carregador, apple watch, teclado, aplicativos',
    },
    hints: {
      en: 'apple, phone, settings, battery, camera, app, apps, setup, unboxing, device, screen, mac, software, update, feature, features, tricks, hack, pro, wireless, typing',
      es: 'telefono, movil, ajustes, bateria, apple, pantalla',
      de: 'handy, akku, einstellungen, apple, bildschirm, kamera',
      fr: 'telephone, batterie, reglages, apple, ecran, sans fil',
      pt: 'celular, bateria, configuracoes, apple, tela, camera',
    },
    emoji: '📱⌚💻🖥️⌨️🔋🔌🎧🤖',
  },
  programming: {
    names:
      'programming, coding, code, programmer, programmers, developer, developers, software, software development, software engineering, web development, python programming, learn to code, python, javascript, programacion, programar, programacion en python, desarrollo web, programmieren, python programmieren, softwareentwicklung, programmation, programmation python, developpement web, programacao, programacao python, desenvolvimento de software, programar',
    core: {
      en: 'coding, programming, programmer, software engineer, software developer, web developer, developer, javascript, typescript, python tutorial, python code, learn python, java developer, html, css, react js, reactjs, sql, github, git commit, api, backend, frontend, full stack, fullstack, debugging, algorithm, leetcode, data science, machine learning, pandas, numpy, rust lang, open source, docker, linux, code review, list comprehension, hackathon, devtok, neural net, my code, lines of code, web app, vs code, compiler, npm, pnpm, webpack',
      es: 'programar, programacion, programador, programadora, codigo, desarrollador, desarrolladora, javascript, python desde cero, aprende python, desarrollo web',
      de: 'programmieren, programmierer, programmiererin, softwareentwicklung, softwareentwickler, entwickler, entwicklerin, code, javascript, python lernen, erstes programm, coden',
      fr: 'programmer, programmation, developpeur, developpeuse, code, coder, javascript, apprendre python, dev web, developpement web',
      pt: 'programar, programacao, programador, programadora, codigo, desenvolvedor, desenvolvedora, dev junior, javascript, aprendendo python, python do zero',
    },
    hints: {
      en: 'python, code, bug, bugs, loop, loops, script, data, app, computer, laptop, dev, tutorial, lines, files, automate, dictionary, dictionaries, function, ai, engineer, build',
      es: 'python, codigo, datos, ordenador',
      de: 'python, computer, daten, lernen',
      fr: 'python, donnees, apprendre',
      pt: 'python, dados, dev',
    },
    emoji: '💻👨‍💻👩‍💻🧑‍💻🖥️',
    broader: ['tech'],
  },
  ai: {
    names:
      'ai, artificial intelligence, chatgpt, machine learning, inteligencia artificial, kunstliche intelligenz, ki, intelligence artificielle, ia',
    core: {
      en: 'ai, chatgpt, artificial intelligence, machine learning, midjourney, llm, neural network, gpt, prompt engineering, deepfake, ai tools, copilot, claude, gemini ai',
      es: 'inteligencia artificial, chatgpt',
      de: 'kunstliche intelligenz, ki tools, chatgpt',
      fr: 'intelligence artificielle, chatgpt',
      pt: 'inteligencia artificial, chatgpt',
    },
    hints: { en: 'robot, prompt, automation, model, tech' },
    emoji: '🤖',
    broader: ['tech'],
  },
  advertising: {
    names:
      'ads, ad, advertising, advertisement, advertisements, adverts, sponsored, sponsored posts, sponsored content, sponsorship, promotions, promotion, commercials, paid partnership, publicidad, anuncios, patrocinado, werbung, anzeigen, anzeige, gesponsert, publicite, publicites, pub, sponsorise, propaganda, anuncios, publicidade, publi, patrocinado',
    core: {
      en: 'ad, sponsored, paid partnership, use code, use my code, promo code, discount code, coupon code, affiliate, gifted by, giveaway, shop now, limited offer, tiktokmademebuyit, tiktokshop, brand ambassador',
      es: 'publicidad, patrocinado, codigo de descuento, anuncio, sorteo',
      de: 'werbung, anzeige, gesponsert, rabattcode, gewinnspiel',
      fr: 'publicite, sponsorise, code promo, partenariat remunere',
      pt: 'publi, publicidade, cupom de desconto, patrocinado, sorteio',
    },
    hints: {
      en: 'link in bio, off, discount, sale, order now, promo',
      es: 'descuento, oferta',
      de: 'rabatt, angebot',
      fr: 'reduction, promo',
      pt: 'desconto, oferta',
    },
  },
} as const satisfies Record<string, TopicEntry>
