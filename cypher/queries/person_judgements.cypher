// title: Judgements of one of theirs
// description: Every assessment of one of theirs, newest first, with author, confidence and source.
// param person_id: string
MATCH (a:Assessment {person_id: $person_id})
RETURN a.at AS at, a.author AS author, a.support AS support, a.power AS power,
  a.trust_conduct AS trust_conduct, a.trust_expertise AS trust_expertise,
  a.trust_personal AS trust_personal, a.trust_interest AS trust_interest,
  a.satisfaction AS satisfaction, a.loyalty AS loyalty, a.confidence AS confidence,
  a.source AS source, a.note AS note
ORDER BY at DESC, author
