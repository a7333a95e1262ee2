"""Lists written for this recipe: what Faker has not, or not in Latin letters."""


def words(text: str) -> list[str]:
    return [word.replace("_", " ") for word in text.split()]


ROMANISED_NAMES = {
    "arabic-and-persian": {
        "female": words(
            "Fatima Aisha Maryam Zainab Khadija Layla Noor Huda Amal Salma Yasmin Rania Dina Hanan Samira Nadia Leila "
            "Farah Reem Hala Lina Mona Nour Sara Zahra Shirin Parisa Azadeh Mahsa Niloufar Golnaz Soraya Roya Laleh "
            "Nasrin Mina Ghazal Setareh Amina Iman Rahma Sabrina Naima Latifa Malika Hajar Sumaya Asma Ruqayya Jamila"
        ),
        "male": words(
            "Mohammed Muhammad Ahmed Ali Omar Hassan Hussein Khalid Ibrahim Yusuf Abdullah Abdelrahman Mustafa Mahmoud "
            "Tariq Karim Samir Walid Ziad Faisal Nasser Bilal Rashid Salim Majid Hamza Anas Amr Sherif Adel Reza "
            "Mehdi Hossein Amir Farhad Behrouz Kaveh Dariush Babak Arash Siavash Navid Omid Saeed Hamid Abdul Jamal "
            "Mounir Rachid Youssef Ayman Osama Haitham"
        ),
        "last": words(
            "Al-Farsi Al-Sayed Haddad Khoury Nasser Mansour Saleh Hamdan Aziz Qureshi Rahman El-Masri Abbas Kassem "
            "Shaheen Darwish Najjar Sabbagh Khalil Hakimi Rezaei Mohammadi Hosseini Karimi Tehrani Ahmadi Shirazi "
            "Farahani Moradi Jafari Sadeghi Ghorbani Bouazza Benali Mansouri Zidane Belkacem Hashemi al-Najafi Bakr "
            "Osman Awad Barakat Tawfiq Fakhoury Hijazi Ibn_Saud"
        ),
    },
    "south-asian": {
        "female": words(
            "Priya Anjali Kavita Sunita Deepa Lakshmi Meena Rekha Shanti Divya Pooja Neha Swati Aarti Ananya Ishita Sneha "
            "Revathi Kavya Banu Shobana Mallika Ramya Anusha Nila Viji Kokila Harini Parvathi Gayathri Nandini Fathima "
            "Ayesha Sana Bushra Hina Rukhsana Sadia Nusrat Sharmin Tahmina Dilani Chamari Nilufa"
        ),
        "male": words(
            "Arun Raj Rahul Vikram Sanjay Suresh Ramesh Ganesh Karthik Dinesh Harish Mohan Ravi Vijay Ajay Anil Sunil Pranav "
            "Rohan Aditya Siddharth Muthu Senthil Prabhu Saravanan Murugan Bala Pandi Kumaran Imran Bilal Usman Asif Shahid "
            "Faisal Zubair Rafiq Tanvir Shakib Nuwan Kasun Dilshan Tharindu"
        ),
        "last": words(
            "Kumar Sharma Patel Singh Gupta Iyer Iyengar Nair Menon Pillai Reddy Rao Naidu Chowdhury Banerjee Mukherjee "
            "Chatterjee Das Bose Ghosh Desai Mehta Shah Joshi Kulkarni Deshpande Patil Verma Mishra Tiwari Khan Malik "
            "Siddiqui Ansari Hossain Islam Rahman Perera Fernando Silva Jayawardena Gunasekara Raman Subramanian Krishnan"
        ),
    },
    "east-asian": {
        "female": words(
            "Mei Li Xiu Ying Fang Jing Yan Hui Xiaoling Yating Meiling Lihua Jiayi Zihan Yuxuan Soo-jin Ji-woo Min-ji "
            "Hye-jin Eun-ji Seo-yeon Yuna Sujin Jiyoung Hana Sakura Yui Aoi Haruka Misaki Nanami Ayaka Kaori Emiko "
            "Noriko Tomoko Chiyo Fumiko Hina"
        ),
        "male": words(
            "Wei Jun Lei Hao Ming Feng Zhiwei Jianguo Xiaoming Guowei Zihao Yichen Bowen Min-ho Ji-hoon Seung-hyun "
            "Dong-wook Jae-sung Hyun-woo Kyung-soo Sung-min Young-ho Hiroshi Takashi Kenji Daiki Haruto Ryota Sota "
            "Yuto Kaito Shigeru Masaru Naoki Tetsuya Riku Jiro Makoto"
        ),
        "last": words(
            "Wang Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Guo Lin Luo Gao Zheng Liang Xie Tang Deng Feng "
            "Cheung Leung Ng Kwok Tse Kim Lee Park Choi Jung Kang Cho Yoon Jang Lim Han Shin Seo Kwon Hwang Ahn Song "
            "Sato Suzuki Takahashi Tanaka Watanabe Ito Yamamoto Nakamura Kobayashi Kato Yoshida Ogawa Matsuda"
        ),
    },
    "south-east-asian": {
        "female": words("Linh Huong Thuy Nga Mai Trang Siti Dewi Putri Ayu Wulan Ratna Maricel Jocelyn Rowena Malai Siriporn Apinya"),
        "male": words("Minh Duc Hung Tuan Quang Khanh Budi Agus Joko Bambang Slamet Rizal Dodong Arnel Jomar Somchai Anan Kittisak"),
        "last": words("Nguyen Tran Pham Hoang Phan Vu Dang Bui Santoso Wijaya Hidayat Saputra Reyes Bautista Dela_Cruz Macaraeg Chaiyasit Srisai"),
    },
    "turkic-and-caucasian": {
        "female": words("Elif Aylin Zehra Leyla Gulnara Aigul Madina Zarema Fatima Tamara Nino Ketevan Anahit Lusine Medni Petimat Luiza"),
        "male": words("Emre Kerem Murat Aslan Timur Ruslan Rustam Magomed Islam Beslan Zaur Giorgi Levan Davit Armen Hayk Turpal Salman Umar"),
        "last": words(
            "Yilmaz Demir Kaya Celik Aliyev Mammadov Karimov Rakhimov Abdullaev Magomedov Isaev Dudaev Zakaev Basaev "
            "Tsarnaev Kadyrov Maisuradze Beridze Lomidze Hakobyan Sargsyan Petrosyan Akhmatov Umarova Isaeva"
        ),
    },
}

TITLES = words("Mr Mr. Mrs Mrs. Ms Ms. Miss Dr Dr. Prof. Sir Madam Mister Professor Doctor")

NATIONALITIES = words(
    "American British English Scottish Welsh Irish French German Italian Spanish Portuguese Dutch Belgian Swiss "
    "Austrian Polish Czech Slovak Hungarian Romanian Bulgarian Greek Turkish Russian Ukrainian Swedish Norwegian "
    "Danish Finnish Icelandic Estonian Latvian Lithuanian Croatian Serbian Slovenian Bosnian Albanian Macedonian "
    "Georgian Armenian Azerbaijani Chechen Kazakh Uzbek Chinese Japanese Korean Vietnamese Thai Filipino Indonesian "
    "Malaysian Singaporean Indian Pakistani Bangladeshi Nepali Afghan Iranian Iraqi Syrian Lebanese Israeli Egyptian "
    "Moroccan Algerian Tunisian Libyan Nigerian Ghanaian Kenyan Ethiopian Somali Ugandan Angolan Senegalese Zambian "
    "Mexican Brazilian Argentinian Chilean Peruvian Colombian Venezuelan Cuban Jamaican Haitian Bolivian Canadian "
    "Australian Kiwi Maori Samoan Fijian Kurdish Basque Catalan Flemish Sicilian Bavarian Tibetan Roma Greenlandic "
    "Cypriot Maltese Namibian Bruneian Omani Yemeni Kuwaiti Qatari Sudanese Rwandan Hispanic Latino African_American"
)
RELIGIONS = words(
    "Muslim Christian Jew Hindu Buddhist Sikh Catholic Protestant Orthodox Baptist Methodist Mormon Quaker Sunni Shiite "
    "Lutheran Anglican Evangelical Jain Atheist"
)
PARTIES = words("Democrats Republicans Socialists Greens Liberals Conservatives Communists Labour_Party Social_Democrats")
REGIONS = words("Europe EU the_EU US the_US USA the_USA U.S. UK the_UK U.K. the_United_States the_United_Kingdom Asia Africa abroad America")
CURRENCY_PEOPLE = words("US Australian Canadian British Hong_Kong Swiss Russian Mexican Danish Swedish Polish European American Indian Turkish")
PRODUCTS = words(
    "Visa Mastercard American_Express Amex Maestro Apple_Pay Google_Pay Samsung_Pay PayPal Discover SEPA SWIFT Zelle Venmo "
    "Netflix Spotify Amazon Uber Apple_Watch iPhone Android Windows Outlook Excel Skype Chrome WhatsApp Bitcoin Direct_Debit "
    "Contactless Top_Up Face_ID Touch_ID Wi-Fi Bluetooth Gmail"
)
TIERS = words(
    "Student Current Savings Premier Gold Silver Platinum Black Basic Standard Plus Premium Junior Youth Business Joint "
    "Everyday Classic Reward Travel Green Flex Metal Standard_Variable First_Home Young_Saver Fixed_Rate"
)
ACRONYMS = words("IBAN SWIFT BIC PIN CVV CVC ATM APR AER ISA KYC SSN SIM OTP PAC EMI FAQ PDF URL VAT ID IRS GDPR NFC CHAPS BACS ACH EUR GBP USD")
MONTHS = words("January February March April May June July August September October November December")
WEEKDAYS = words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday")
GREETINGS = words(
    "hi hello hey hii hiii helo hai hallo heya yo hiya hola good_morning good_afternoon good_evening greetings howdy sup "
    "morning evening hi_there hello_there hey_there dear_sir dear_sir_or_madam hi_team hello_sir hi_sir hi_madam"
)
ACKNOWLEDGEMENTS = words(
    "yes no ok okay k kk sure yeah yep yup nope nah fine thanks thank_you thx ty tnx cool great alright right correct yes_please "
    "no_thanks no_thank_you sure_thing got_it i_see understood done please welcome bye goodbye see_you cya take_care "
    "ya yea yess okk oky thnks thanku tq hmm hm oh ah lol pls plz"
)
QUOTED = [
    "Pending", "Declined", "Payment reversed", "Session expired", "Contact Issuer", "Not Available", "Savings Goal",
    "Round Up", "Safe Deposit Box", "Terms and Conditions", "Privacy Policy", "Help Centre", "Two-Factor Login",
    "Statement Balance", "Available Balance", "Standing Order", "Overdraft Limit", "Early Repayment Charge", "Cash Advance",
    "Welcome Bonus", "Refer a Friend", "Spending Insights", "Card Freeze", "Travel Notice", "Sort Code", "Routing Number",
    "Account Number", "Power of Attorney", "Source of Funds", "Proof of Address", "Tax Certificate", "Branch Finder",
]
SYLLABLES_OF_COMPANIES = words(
    "net soft tech data cloud meta nova lumen green blue quick smart bright hub labs works wave point scale view logic "
    "path grid forge bridge spark trust vault fin pay health care med bio geo info open street home zen kin max core"
)
COMPANY_WORDS = words(
    "Systems Solutions Technologies Research Consulting Group Partners Holdings Bank Insurance Logistics Foods Motors Media "
    "Studios Energy Airlines Pharmaceuticals Analytics Labs Software Networks Capital Agency Advisors Industries Interactive "
    "Institute Foundation University Corporation International Computing Financial Mutual Express Lines"
)
COMPANY_FORMS = words("Inc Inc. LLC Ltd Ltd. Corp Corp. GmbH AG plc S.A. Co. & Co.")
KNOWN_COMPANIES = words(
    "Microsoft IBM Oracle Siemens Nokia Samsung Sony Toyota Volkswagen BMW Bosch Nestle Unilever Shell BP Pfizer Novartis "
    "Deloitte Accenture Infosys Wipro Tata_Motors Goldman_Sachs Morgan_Stanley Barclays Santander HSBC Citibank AXA "
    "Zurich_Insurance Lufthansa Ryanair FedEx DHL Walmart Tesco IKEA Starbucks Nike Adidas Boeing Airbus Intel Cisco Dell "
    "Red_Cross United_Nations World_Bank NASA BBC Reuters Greenpeace Interpol Harvard_University Oxford_University"
)
