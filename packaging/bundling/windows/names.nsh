; The program's name in its three languages, and the one sentence that is said before a language was chosen.

!define PRODUCT_ZH_CN "触点前台"
!define PRODUCT_ZH_TW "觸點前台"
!define PRODUCT_EN "Touchpoint"
!define CHOOSE_LANGUAGE "请选择语言。請選擇語言。$\r$\nPlease choose a language."
