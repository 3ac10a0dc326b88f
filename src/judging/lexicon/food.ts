import type { TopicEntry } from './topic-entry.ts'

export const FOOD = {
  'meal prep': {
    names:
      'meal prep, mealprep, meal prepping, meal planning, batch cooking, batch cook, make ahead meals, lunch prep, vorkochen, essen vorbereiten, comidas para la semana, preparar comida, repas de la semaine, marmita, marmitas, marmita fitness, refeicoes da semana',
    core: {
      en: 'meal prep, meal plan, mealplan, batch cook, batch cooked, cook once, make ahead, freezer meal, freezer friendly, bento, bento box, lunch box, lunchbox, packed lunch, overnight oats, food prep, prep bowl, lunches for work, meals for the week, dinners for the week, dump and go, grain bowl, burrito bowl, prep with me food, leftovers',
      es: 'tupper, tuppers, batch cooking, comida para la semana, menu semanal, para congelar, comidas preparadas, lunch, viandas, cocinar una vez',
      de: 'vorgekocht, vorkochen, einfrieren, wochenplan, essensplan, lunchbox, brotdose, overnight oats, mealprep, buroessen, mittagessen furs buro',
      fr: 'batch cooking, gamelle, menu de la semaine, a congeler, preparer a l avance, la veille, tupperware, lunch box, bento, repas prepares',
      pt: 'marmita, marmitas, marmitinha, congelar, congelada, cardapio da semana, refeicoes, comida da semana, marmita congelada',
    },
    hints: {
      en: 'sunday reset, containers, tupperware, weekly, for the week, work week, portion, macros, high protein, chop, fridge, freezer, pantry, groceries, lunch, lunches, dinners, cooked, protein, prep, prepped',
      es: 'semana, congelador, nevera, recipientes, proteina',
      de: 'woche, gefrierschrank, kuhlschrank, dosen, portionen, eiweiss',
      fr: 'semaine, congelateur, frigo, boites, portions',
      pt: 'semana, freezer, geladeira, potes, porcoes',
    },
    emoji: '🍱🥡🥗',
    broader: ['cooking', 'healthy food', 'budget food'],
  },
  'healthy food': {
    names:
      'healthy food, healthy recipes, healthy recipe, healthy eating, healthy cooking, healthy meals, clean eating, nutrition, nutritious, healthy snacks, healthy dinner, healthy lunch, healthy breakfast, healthy lifestyle food, recetas saludables, comida saludable, alimentacion saludable, cocina saludable, comida sana, nutricion, gesunde rezepte, gesunde ernahrung, gesund essen, gesund kochen, ernahrung, recettes saines, cuisine saine, manger sain, recettes healthy, alimentation saine, nutrition, receitas saudaveis, comida saudavel, receitas fit, alimentacao saudavel, nutricao',
    core: {
      en: 'healthy recipe, healthy snack, healthy dinner, healthy lunch, healthy breakfast, healthy meal, healthy dessert, healthy swap, high protein meal, high protein lunch, protein oats, smoothie bowl, green smoothie, nutritionist, dietitian, what i eat in a day, what i eat in a week, macro friendly, low calorie meal, buddha bowl, quinoa, chia pudding, overnight oats, healthy food, anti inflammatory, gut friendly, whole foods, low carb, keto recipe, salad, salads, cottage cheese, lentils',
      es: 'saludable, saludables, cena sana, comida sana, desayuno sano, avena, ensalada, ensaladas, nutricionista, sin azucar, sin gluten, alta en proteina, quinoa, lentejas, receta fit, merienda sana',
      de: 'gesunde rezepte, gesundes fruhstuck, gesundes abendessen, gesunde snacks, haferflocken, salat, bowl, proteinreich, eiweissreich, ernahrungsberaterin, zuckerfrei, kalorienarm, linsen, porridge',
      fr: 'repas sain, recette saine, healthy, salade, porridge, flocons d avoine, nutritionniste, sans sucre, sans gluten, riche en proteines, lentilles, quinoa, petit dej healthy',
      pt: 'saudavel, saudaveis, receita fit, salada, aveia, nutricionista, sem acucar, sem gluten, rico em proteina, low carb, lentilha, quinoa, lanche saudavel',
    },
    hints: {
      en: 'healthy, calories, cal, protein, fiber, veggies, vegetables, greens, oats, avocado, bowl, vegan, plant based, wholesome, nourish, salad, kale, tofu, macros, gram protein',
      es: 'sano, sana, proteina, calorias, verduras, fibra, vegano, aguacate',
      de: 'gesund, gesunde, eiweiss, kalorien, gemuse, vegan, ballaststoffe, satt',
      fr: 'sain, saine, proteines, calories, legumes, vegan, fibres, avocat',
      pt: 'fit, proteina, calorias, legumes, vegano, fibras, abacate',
    },
    emoji: '🥗🥑🥦🥬🥕🍎🍏',
    broader: ['cooking'],
  },
  'budget food': {
    names:
      'budget cooking, budget meals, budget recipes, cheap meals, cheap recipes, cheap dinners, cheap food, frugal meals, student food, student meals, budget food, cocina barata, cocina economica, comida barata, recetas baratas, gunstig kochen, gunstige rezepte, studentenkuche, cuisine petit budget, recettes pas cheres, cuisine pas chere, cuisine etudiante, cozinha barata, receitas baratas, comida barata',
    core: {
      en: 'budget meal, cheap dinner, cheap lunch, cheap meal, budget dinner, cheap eats at home, feed a family, grocery haul, grocery budget, student food, student meals, struggle meal, dollar dinner, pantry meal, meals under, dinners under, lunches under, grocery shopping on a budget, poverty meals',
      es: 'comida barata, cena barata, receta barata, comer por, compra semanal, menu economico',
      de: 'gunstiges essen, gunstige abendessen, gunstige gerichte, unter 2 euro kochen, wocheneinkauf, studentenessen',
      fr: 'repas pas cher, recette pas chere, petit budget, on mange pour, courses de la semaine, menu economique',
      pt: 'jantar barato, comida barata, receita barata, compras do mes, rapido e barato, gastando pouco',
    },
    hints: {
      en: 'cheap, budget, aldi, walmart, costco, lidl, groceries, grocery, frugal, per serving, a week, family of 4, meals, dinners, lunch, lunches, student',
      es: 'barato, barata, euros, mercadona, compra, economico',
      de: 'gunstig, billig, aldi, lidl, einkauf, student',
      fr: 'pas cher, courses, lidl, menus, etudiant',
      pt: 'barato, barata, mercado, economico, ingredientes',
    },
    emoji: '🛒',
    broader: ['cooking'],
  },
  cooking: {
    names:
      'cooking, cook, recipes, recipe, food, foodie, home cooking, easy recipes, easy dinners, dinner ideas, quick dinners, one pan dinners, one pot meals, kitchen, chef, culinary, cocina, cocinar, recetas, receta, cocina facil, comida, kochen, rezepte, rezept, kuche, schnelle kuche, cuisine, cuisiner, recettes, recette, recettes faciles, recette facile, cozinha, cozinhar, receitas, receita, culinaria, comida caseira',
    core: {
      en: 'recipe, recipes, cooking, homemade, home made, air fryer, airfryer, slow cooker, crockpot, instant pot, one pot, one pan, sheet pan, stir fry, casserole, chili, curry, soup, stew, risotto, pasta, lasagna, noodles, ramen, tacos, enchiladas, burrito, quesadilla, sourdough, easy dinner, dinner idea, lunch idea, breakfast idea, weeknight dinner, sauce, marinade, seasoning, dumplings, fried rice, roast chicken, roasted veggies, meatballs, omelette, frittata, sandwich recipe, foodtok, home cook, kitchen hack, minestrone, hummus, chicken thighs, ground turkey, ground beef',
      es: 'receta, recetas, cocinar, cocinando, cocina facil, casero, casera, al horno, freidora de aire, guiso, sopa, arroz con, pollo al, lentejas, croquetas, tortilla de patatas, empanadas, pasta, salsa, cena rapida, cena facil, paella, ingredientes',
      de: 'rezept, rezepte, kochen, selbstgemacht, abendessen, mittagessen, one pot, nudeln, nudelauflauf, suppe, eintopf, auflauf, curry, ofengemuse, pfannengericht, heissluftfritteuse, gerichte, pasta, sosse, kartoffelsalat, knodel, schnitzel, feierabendkuche',
      fr: 'recette, recettes, cuisiner, fait maison, au four, air fryer, gratin, soupe, quiche, poulet roti, pates, risotto, sauce, plat, plats, repas, diner facile, poelee, curry, tarte salee, ratatouille',
      pt: 'receita, receitas, cozinhar, caseiro, no forno, air fryer, airfryer, sopa, arroz, feijao, frango, macarrao, molho, jantar rapido, jantar facil, almoco facil, strogonoff, panela de pressao, ingredientes',
    },
    hints: {
      en: 'dinner, lunch, breakfast, snack, snacks, eat, ate, delicious, tasty, yummy, crispy, oven, pan, pot, skillet, chicken, rice, beef, salmon, cheese, garlic, lemon, butter, veggies, vegetables, potatoes, beans, eggs, tofu, bake, roast, grill, simmer, chop, ingredients, kitchen, season, leftovers, flatbread, spicy, meal, meals, veg',
      es: 'cena, almuerzo, desayuno, comida, horno, pollo, arroz, queso, ajo, verduras, patatas, huevos, rico, riquisimo, delicioso, rapida, cocine, cocina, sarten',
      de: 'essen, fruhstuck, lecker, ofen, pfanne, topf, hahnchen, reis, kase, knoblauch, gemuse, kartoffeln, spinat, eier, fertig in, kuche, koch, gericht',
      fr: 'diner, dejeuner, petit dejeuner, petit dej, four, poele, poulet, riz, fromage, ail, legumes, courgettes, pommes de terre, oeufs, delicieux, cuisine, manger, mange',
      pt: 'jantar, almoco, cafe da manha, lanche, forno, frigideira, queijo, alho, legumes, batata, ovos, delicia, gostoso, comida, cozinha',
    },
    emoji: '🍝🍲🍛🥘🍳🍜🌮🌯🍗🥣👩‍🍳🧑‍🍳👨‍🍳🔪',
    includes: ['meal prep', 'healthy food', 'budget food', 'baking'],
  },
  baking: {
    names:
      'baking, bake, cakes, desserts, pastry, bread baking, sourdough, reposteria, pan casero, backen, kuchen backen, brot backen, patisserie, gateaux, boulangerie, confeitaria, bolos',
    core: {
      en: 'baking, baked, cake, cupcakes, cookies, brownies, muffins, sourdough, bread, focaccia, cinnamon rolls, pie crust, apple pie, pastry, croissant, frosting, buttercream, dough, cheesecake, scones, macarons, banana bread, no bake dessert, bakery, baker, loaf, loaves, boule, batard, sourdough starter, levain, proofing, bulk fermentation, kneading, knead, no knead, pie, tart, tiered cake, cake decorating, layer cake, wedding cake, baguette, brioche, oven spring, ciabatta, pretzels, donuts, biscuits',
      es: 'hornear, pastel, tarta, galletas, magdalenas, masa madre, pan casero, bizcocho, reposteria, postre, pan, amasar, sin amasar, bolleria, panaderia, brownie, pasteles, tartas',
      de: 'backen, kuchen, torte, platzchen, muffins, sauerteig, brot, apfelkuchen, brotchen, hefeteig, kase kuchen, roggenbrot, mischbrot, roggenmischbrot, teig, blechkuchen, vollkornbrot, zimtschnecken, kasekuchen, ruhrkuchen, brote, keks, kekse, baguette',
      fr: 'gateau, gateaux, cookies, tarte, tarte aux pommes, brioche, levain, pain maison, patisserie, crepes, moelleux au chocolat, pain, pate a pain, baguette, fournil, croissants, viennoiserie, quatre quarts, fondant',
      pt: 'bolo, bolos, biscoito, torta, brigadeiro, pao caseiro, massa, confeitaria, sobremesa, pudim',
    },
    hints: {
      en: 'oven, flour, butter, sugar, yeast, vanilla, chocolate, dessert, sweet, starter, crumb, whisk, scoring, crust, mixer, rise, proof, frosted',
      es: 'horno, harina, azucar, levadura, chocolate, dulce, masa, queso, ingredientes',
      de: 'ofen, mehl, zucker, hefe, schokolade, suss, oma, blech, kuhlschrank, gar, gehen lassen',
      fr: 'four, farine, sucre, levure, chocolat, mamie',
      pt: 'forno, farinha, acucar, fermento, chocolate, fofinho',
    },
    emoji: '🎂🍰🧁🥧🍪🍞🥐',
    broader: ['cooking'],
  },
  vegan: {
    names:
      'vegan, vegan food, vegan recipes, vegetarian, plant based, plant based food, vegano, vegana, vegane rezepte, vegetarisch, vegane, vegetarien, cuisine vegan, vegetariano, comida vegana',
    core: {
      en: 'vegan, plant based, vegetarian, tofu, tempeh, seitan, dairy free, meatless, veganuary, jackfruit',
      es: 'vegano, vegana, a base de plantas, tofu, vegetariano',
      de: 'vegan, vegane, pflanzlich, vegetarisch, tofu, seitan, hafermilch',
      fr: 'vegan, vegane, vegetarien, vegetal, tofu, seitan',
      pt: 'vegano, vegana, vegetariano, tofu, leite vegetal, proteina de soja',
    },
    hints: {
      en: 'lentils, chickpeas, beans, oat milk, cashew',
      es: 'garbanzos, lentejas',
      de: 'linsen, kichererbsen',
      fr: 'lentilles, pois chiches',
      pt: 'lentilha, grao de bico',
    },
    emoji: '🌱🥬',
    broader: ['cooking', 'healthy food'],
  },
  coffee: {
    names: 'coffee, espresso, barista, home barista, latte art, cafe, kaffee, tea, matcha',
    core: {
      en: 'coffee, espresso, latte, cappuccino, cold brew, barista, matcha, pour over, french press, aeropress, coffee beans, flat white, iced coffee',
      es: 'cafe, espresso, barista',
      de: 'kaffee, espresso, siebtrager',
      fr: 'cafe, expresso, barista',
      pt: 'cafe, espresso, barista, cafezinho',
    },
    hints: { en: 'brew, roast, grinder, foam, milk, cafe, mug' },
    emoji: '☕',
  },
  alcohol: {
    names:
      'alcohol, drinking, beer, wine, cocktails, cocktail, drinks, booze, alkohol, bier, wein, cerveza, vino, alcool, vin, biere, cerveja, vinho, bebida',
    core: {
      en: 'beer, wine, cocktail, martini, margarita, whiskey, vodka, tequila, gin, rum, bartender, mixology, happy hour, brewery, prosecco, mojito, spritz, hangover, drunk',
      es: 'cerveza, vino, coctel, tequila, ron, borracho',
      de: 'bier, wein, cocktail, schnaps, betrunken',
      fr: 'biere, vin, cocktail, apero, ivre',
      pt: 'cerveja, vinho, caipirinha, cachaca, bebado',
    },
    hints: { en: 'bar, shots, toast, pub, sip, party' },
    emoji: '🍸🍷🍺🍻🍹🥂',
  },
  'fast food': {
    names:
      'fast food, fastfood, junk food, takeout, street food, comida rapida, comida callejera, restaurants, eating out, food tour',
    core: {
      en: 'fast food, drive thru, mcdonalds, burger king, kfc, taco bell, wendys, chipotle, takeout, street food, hot dog, corn dog, food truck, food tour, milkshake, mukbang, restaurant review',
      es: 'comida rapida, hamburguesa, perrito caliente, puesto callejero',
      de: 'fastfood, doner, imbiss, hotdog, burger',
      fr: 'fast food, kebab, hot dog, mcdo',
      pt: 'lanchonete, hamburguer, cachorro quente, ifood',
    },
    hints: { en: 'burger, fries, pizza, nuggets, greasy, order, menu, restaurant' },
    emoji: '🍔🍟🍕🌭',
  },
} as const satisfies Record<string, TopicEntry>
