//! Scripts: full-width marks and traditional characters as what they stand for, character by character.

/// Pairs of a traditional character and its simplified form: those that numbers, units and words of granting are
/// written with, and those of section headings. Nothing else is compared.
const PAIRS: &str = "萬万億亿兩两參叁貳贰陸陆獎奖勵励資资補补貼贴給给對对級级項项個个戶户筆笔畝亩噸吨條条費费額额總总\
    過过達达於于從从開开與与為为發发當当應应標标準准優优質质國国內内聯联導导數数納纳撥拨減减稅税貸贷擔担險险風风\
    償偿賠赔購购買买賣卖讓让轉转許许創创業业產产權权識识專专術术務务機机構构團团員员學学術术醫医藥药農农鄉乡縣县\
    區区鎮镇園园廠厂場场樓楼層层間间時时週周歲岁齡龄屆届後后據据關关係系規规則则辦办實实際际認认證证評评選选審审\
    批批報报請请領领導导財财務务該该這这還还無无單单雙双類类種种幾几並并傾倾斜斜扶扶持持贊赞獲获頒颁發发號号碼码\
    聲声譽誉競竞賽赛貨货幣币匯汇兌兑點点線线網网電电話话郵邮頁页圖图書书檔档錄录設设備备頂顶餘余離离續续緩缓滿满\
    萬万測测檢检驗验練练習习傳传統统計计劃划執执監监督督獨独佔占幹干乾干異异處处屬属歸归錢钱銀银鋼钢鐵铁錫锡\
    別别責责牽牵頭头織织組组頻频遞递還还遷迁進进運运違违適适隨随難难雜杂離离須须預预頒颁願愿顧顾題题願愿類类顯显飛飞養养館馆駐驻驛驿";

/// A character as it is compared.
pub(super) fn plain(character: char) -> char {
    match character {
        '\u{3000}' | '\u{a0}' => ' ',
        '∶' | '：' => ':',
        '％' => '%',
        '！'..='～' => {
            let half = u32::from(character).saturating_sub(0xfee0);
            char::from_u32(half).unwrap_or(character)
        }
        '—' | '–' | '―' | '~' | '〜' => '-',
        _ => simplified(character),
    }
}

fn simplified(character: char) -> char {
    let mut pairs = PAIRS.chars().filter(|character| !character.is_whitespace());
    while let (Some(traditional), Some(simplified)) = (pairs.next(), pairs.next()) {
        if traditional == character {
            return simplified;
        }
    }
    character
}

/// A text as it is compared; as many characters as before.
pub(super) fn plain_text(text: &str) -> Vec<char> {
    text.chars().map(plain).collect()
}

#[cfg(test)]
mod tests {
    use super::{PAIRS, plain_text};

    #[test]
    fn every_traditional_character_has_its_partner() {
        assert_eq!(PAIRS.chars().filter(|character| !character.is_whitespace()).count() % 2, 0);
        let same = |traditional: &str| plain_text(traditional).into_iter().collect::<String>();
        assert_eq!(same("給予５０萬元獎勵，８∶２；（一）％"), "给予50万元奖励,8:2;(一)%");
        assert_eq!(same("補助資助貼息對於"), "补助资助贴息对于");
    }
}
