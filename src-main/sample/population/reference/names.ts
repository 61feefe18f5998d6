/** Common given and family names by the languages that families brought along; no person is meant. */
export interface NamePool {
  readonly female: readonly string[]
  readonly male: readonly string[]
  readonly family: readonly string[]
}

const words = (text: string): readonly string[] => text.split(' ')

/** Common given and family names, from which people of the sample are named by chance. */
export const namePools = {
  english: {
    female: words(
      'Abigail Alice Amanda Angela Anna Barbara Beth Brenda Caroline Carol Catherine Claire Dana Deborah Diane Donna Dorothy Eleanor Ellen Emily Emma Erin Esther Faith Grace Hannah Heather Helen Holly Irene Jane Janet Jean Jessica Joan Joyce Judith Julia Karen Kathleen Laura Linda Lucy Margaret Martha Mary Megan Melissa Molly Nancy Natalie Nora Olivia Pamela Patricia Paula Rachel Rebecca Rose Ruth Sarah Sharon Sophie Susan Teresa Theresa Victoria Virginia Wendy Zoe'
    ),
    male: words(
      'Aaron Adam Alan Albert Andrew Arthur Benjamin Brian Bruce Calvin Carl Charles Christopher Daniel David Dennis Donald Douglas Edward Eric Eugene Evan Frank Frederick Gary George Gerald Gordon Gregory Harold Henry Howard Ian Jack Jacob James Jason Jeffrey John Jonathan Joseph Joshua Keith Kenneth Kevin Lawrence Leonard Liam Lucas Mark Martin Matthew Michael Nathan Nicholas Noah Owen Patrick Paul Peter Philip Ralph Raymond Richard Robert Roger Ronald Russell Samuel Scott Simon Stephen Steven Theodore Thomas Timothy Victor Walter William'
    ),
    family: words(
      "Abbott Adler Ainsworth Albright Allard Ashby Atwood Bachmann Baldwin Barlow Beckett Bellamy Bennett Blackwood Boswell Bramley Brennan Brightman Burdett Caldwell Carmody Chadwick Chandler Clayborne Colby Conway Cranston Crowley Dalton Danforth Dempsey Donahue Draper Dunmore Eastman Ellsworth Fairbanks Fallon Farrow Fitzgerald Fletcher Forsythe Galloway Garrick Gentry Gillespie Grafton Granger Halloway Hanley Hargrove Hartwell Haskins Hawthorne Hendricks Holbrook Hollister Ingram Jamison Kavanagh Keating Kendrick Kessler Kirkland Lambert Langley Larkin Lindqvist Lockhart MacNair Madigan Marlowe Mercer Merrill Monroe Nolan Norwood O'Brien O'Keefe Oakley Pemberton Pickett Prescott Quimby Radcliffe Ramsey Redfern Rooney Rutledge Sawyer Schroeder Sheridan Sinclair Stafford Stanton Sutherland Tanner Thatcher Underhill Vance Vogel Wakefield Walden Warwick Weatherby Whitaker Wilcox Winslow Wyatt Yardley Zimmer"
    )
  },
  spanish: {
    female: words(
      'Adriana Alejandra Ana Andrea Beatriz Camila Carmen Catalina Cecilia Claudia Daniela Elena Gabriela Guadalupe Inés Isabel Jimena Juana Lucía Luz Marisol Mercedes Mónica Paloma Pilar Raquel Rocío Rosa Sofía Valentina Verónica Ximena'
    ),
    male: words(
      'Alejandro Alfonso Andrés Antonio Armando Carlos César Diego Eduardo Emilio Enrique Ernesto Esteban Felipe Fernando Francisco Gilberto Guillermo Hugo Ignacio Javier Jesús Joaquín José Juan Luis Manuel Marcos Mateo Miguel Pablo Rafael Raúl Ricardo Rubén Santiago Tomás'
    ),
    family: words(
      'Acosta Aguilar Alvarado Arriaga Barrera Beltrán Cabrera Calderón Camacho Cárdenas Castañeda Cervantes Córdova Delgado Escobar Espinoza Figueroa Fuentes Galván Gutiérrez Herrera Ibáñez Juárez Ledesma Luna Maldonado Márquez Medina Mejía Montoya Morales Muñoz Navarro Núñez Ochoa Ortega Pacheco Peña Quintero Ramírez Robles Rojas Salazar Sandoval Solís Trujillo Valdez Vega Villanueva Zamora'
    )
  },
  africanAmerican: {
    female: words(
      'Aaliyah Alicia Amara Bernice Brianna Charlene Chanelle Denise Ebony Ella Essie Gwendolyn Imani Jada Janelle Jasmine Kiara Latoya Loretta Mabel Monique Naomi Nia Octavia Patrice Renee Shanice Tamika Tanya Vanessa Yolanda Yvonne Zora'
    ),
    male: words(
      'Alonzo Andre Antoine Cedric Clarence Cornell Curtis Darius Darnell Demetrius Deshawn Elijah Emmett Ernest Floyd Isaiah Jamal Jerome Kendall Lamar Leroy Malcolm Marcus Marvin Maurice Nathaniel Otis Reginald Roland Rufus Terrance Tyrone Vernon Willie Xavier'
    ),
    family: words(
      'Baptiste Beasley Booker Braxton Broadnax Carver Chambers Clemons Crenshaw Dawkins Dixon Easley Fairley Frazier Gaines Gadsden Grayson Hairston Hampton Hightower Jeffries Kincaid Ledbetter Mayfield McCray Merriweather Mosley Okafor Osei Pinckney Randolph Rollins Rucker Scruggs Singletary Strickland Tolliver Upshaw Wardlow Whitfield Womack Yancey'
    )
  },
  asian: {
    female: words(
      'Aiko An Anjali Bich Chau Divya Eun-ji Fatima Hana Hong Huong Jia Jin Kavya Kim-Ly Lakshmi Lan Lin Linh Mai Mei Meera Minh Naoko Nisha Noor Priya Quyen Rani Sakura Shreya Soo-jin Sunita Thuy Wei Xia Yan Yuki Zara'
    ),
    male: words(
      'Ajay Akira Anand Arjun Bao Binh Chen Dat Duc Faisal Feng Hai Hao Hiroshi Hung Imran Jae-won Jun Kenji Khanh Kiran Li Long Min-ho Nam Nikhil Omar Quan Rahul Rajesh Ravi Sanjay Sung Takeshi Tariq Tuan Vikram Wen Xin Yong'
    ),
    family: words(
      'Ahn Bae Bhatt Cao Chaudhry Choi Dang Desai Dinh Fang Fujita Gao Ghosh Hashimoto Hoang Huang Hussain Iyer Jang Joshi Kapoor Kondo Kulkarni Kwon Lâm Luong Mehta Mishra Nakamura Nair Ngô Oh Pham Phan Qureshi Rao Reddy Sato Shen Siddiqui Sharma Tanaka Trần Truong Verma Vo Watanabe Xu Yamada Yoon Zhao Zhou'
    )
  }
} as const satisfies Record<string, NamePool>

export type NamePoolName = keyof typeof namePools
