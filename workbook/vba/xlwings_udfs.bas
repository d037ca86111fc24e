Attribute VB_Name = "xlwings_udfs"
Option Explicit
' Gemaakt uit udfs/regio.py; wijzig die en voer uit: make workbook
' Elke functie geeft haar argumenten door aan RegioFunctie, die Python aanroept.

Public Function REGIO_BIJDRAGE(dvo_uren As Variant, Optional percentage As Variant, Optional maximum As Variant) As Variant
Attribute REGIO_BIJDRAGE.VB_Description = "Bijdrage van een deelnemer in hele uren (U1.1, O1). Het percentage van de DVO-uren, tot het maximum, en een half uur omhoog. Met een kolom als invoer vult een formule de hele kolom."
Attribute REGIO_BIJDRAGE.VB_ProcData.VB_Invoke_Func = " \n14"
    REGIO_BIJDRAGE = RegioFunctie("REGIO_BIJDRAGE", Array(dvo_uren, percentage, maximum), Application.Caller)
End Function

Public Function REGIO_RUIMTE(bijdragen As Variant, Optional ketentoezicht As Variant, Optional reserve As Variant, Optional toegewezen As Variant) As Variant
Attribute REGIO_RUIMTE.VB_Description = "Uren die nog vrij zijn na aftrek van alles wat vastligt (O4, U8.2). Elk argument mag een bereik zijn; dan telt de som. Negatief betekent: meer weggegeven dan er is."
Attribute REGIO_RUIMTE.VB_ProcData.VB_Invoke_Func = " \n14"
    REGIO_RUIMTE = RegioFunctie("REGIO_RUIMTE", Array(bijdragen, ketentoezicht, reserve, toegewezen), Application.Caller)
End Function

Public Function REGIO_OVERSCHRIJDING(toegewezen As Variant, prognose As Variant) As Variant
Attribute REGIO_OVERSCHRIJDING.VB_Description = "Uren die een project volgens de prognose te veel gebruikt (U8.2). Blijft het project binnen zijn uren, dan is de uitkomst 0. Met kolommen als invoer vult een formule de hele kolom."
Attribute REGIO_OVERSCHRIJDING.VB_ProcData.VB_Invoke_Func = " \n14"
    REGIO_OVERSCHRIJDING = RegioFunctie("REGIO_OVERSCHRIJDING", Array(toegewezen, prognose), Application.Caller)
End Function

Public Function REGIO_SCORE(toegevoegde_waarde As Variant, relevantie As Variant, draagvlak As Variant, Optional gewichten As Variant) As Variant
Attribute REGIO_SCORE.VB_Description = "Gewogen score van een voorstel uit drie scores (F3.1). Een voorstel zonder scores krijgt een lege tekst; mist er een score, dan volgt een fout."
Attribute REGIO_SCORE.VB_ProcData.VB_Invoke_Func = " \n14"
    REGIO_SCORE = RegioFunctie("REGIO_SCORE", Array(toegevoegde_waarde, relevantie, draagvlak, gewichten), Application.Caller)
End Function

Public Function REGIO_DEKKING(belang As Variant, gekozen As Variant, Optional drempel As Variant) As Variant
Attribute REGIO_DEKKING.VB_Description = "Of het gekozen pakket iets betekent voor elke deelnemer (U4.3, O10). Geeft een rij met WAAR of ONWAAR, een per kolom van het belang: WAAR als minstens een gekozen voorstel de drempel haalt."
Attribute REGIO_DEKKING.VB_ProcData.VB_Invoke_Func = " \n14"
    REGIO_DEKKING = RegioFunctie("REGIO_DEKKING", Array(belang, gekozen, drempel), Application.Caller)
End Function

Public Function REGIO_MEERDERHEID(stemmen As Variant, Optional nodig As Variant, Optional deelnemers As Variant) As Variant
Attribute REGIO_MEERDERHEID.VB_Description = "Of het AB het pakket aanneemt bij meerderheid van alle deelnemers (F3.5, U1.4, O3). Geeft WAAR of ONWAAR. Wie tegen is, zich onthoudt, afwezig is of niets heeft staan, telt niet als voor."
Attribute REGIO_MEERDERHEID.VB_ProcData.VB_Invoke_Func = " \n14"
    REGIO_MEERDERHEID = RegioFunctie("REGIO_MEERDERHEID", Array(stemmen, nodig, deelnemers), Application.Caller)
End Function

Public Sub RegioFunctiesBeschrijven()
    ' Zet de uitleg in het venster Functie invoegen; de werkmap blijft onveranderd.
    Dim bewaard As Boolean
    On Error Resume Next
    bewaard = ThisWorkbook.Saved
    RegioBeschrijf "REGIO_BIJDRAGE", "Regionale opdrachten", _
        "Bijdrage van een deelnemer in hele uren (U1.1, O1). Het percentage van de DVO-uren, tot het maximum, en een half uur omhoog. Met een kolom als invoer vult een formule de hele kolom.", _
        Array("DVO-uren van een deelnemer, of een bereik daarvan. Een lege cel telt als 0, een tekst of datum geeft een fout.", _
            "Deel van de DVO-uren, bijvoorbeeld kader_percentage. Weggelaten: de laatst vastgestelde waarde.", _
            "Meeste uren per deelnemer, bijvoorbeeld kader_maximum. Weggelaten: de laatst vastgestelde waarde.")
    RegioBeschrijf "REGIO_RUIMTE", "Regionale opdrachten", _
        "Uren die nog vrij zijn na aftrek van alles wat vastligt (O4, U8.2). Elk argument mag een bereik zijn; dan telt de som. Negatief betekent: meer weggegeven dan er is.", _
        Array("Bijdragen van alle deelnemers, bijvoorbeeld tblDeelnemers[Bijdrage] of totaal_beschikbaar.", _
            "Uren voor ketentoezicht, bijvoorbeeld totaal_ketentoezicht. Weggelaten: 0.", _
            "Uren van de flexibele reserve, bijvoorbeeld totaal_flexibel. Weggelaten: 0.", _
            "Uren toegewezen aan projecten, bijvoorbeeld tblSelectie[Toegewezen uren]. Weggelaten: 0.")
    RegioBeschrijf "REGIO_OVERSCHRIJDING", "Regionale opdrachten", _
        "Uren die een project volgens de prognose te veel gebruikt (U8.2). Blijft het project binnen zijn uren, dan is de uitkomst 0. Met kolommen als invoer vult een formule de hele kolom.", _
        Array("Uren die het project heeft gekregen, of een bereik daarvan. Een lege cel telt als 0.", _
            "Uren die het project naar verwachting gebruikt, in een even groot bereik, bijvoorbeeld tblEvaluatie[Prognose uren].")
    RegioBeschrijf "REGIO_SCORE", "Regionale opdrachten", _
        "Gewogen score van een voorstel uit drie scores (F3.1). Een voorstel zonder scores krijgt een lege tekst; mist er een score, dan volgt een fout.", _
        Array("Score van 1 tot en met 5, of een kolom daarvan.", _
            "Score van 1 tot en met 5, in een even groot bereik.", _
            "Score van 1 tot en met 5, in een even groot bereik.", _
            "Drie gewichten in deze volgorde, samen 100%. Weggelaten: de laatst vastgestelde waarden (kader_gewicht_toegevoegde_waarde, kader_gewicht_relevantie en kader_gewicht_draagvlak).")
    RegioBeschrijf "REGIO_DEKKING", "Regionale opdrachten", _
        "Of het gekozen pakket iets betekent voor elke deelnemer (U4.3, O10). Geeft een rij met WAAR of ONWAAR, een per kolom van het belang: WAAR als minstens een gekozen voorstel de drempel haalt.", _
        Array("Blok met een rij per voorstel en een kolom per deelnemer, met 0 tot en met 3. Een lege cel telt als 0.", _
            "Kolom met per voorstel 1 of 0, WAAR of ONWAAR, of de toegewezen uren, in dezelfde volgorde als het belang.", _
            "Belang vanaf waar een deelnemer is gedekt, bijvoorbeeld kader_belang_drempel. Weggelaten: de laatst vastgestelde waarde.")
    RegioBeschrijf "REGIO_MEERDERHEID", "Regionale opdrachten", _
        "Of het AB het pakket aanneemt bij meerderheid van alle deelnemers (F3.5, U1.4, O3). Geeft WAAR of ONWAAR. Wie tegen is, zich onthoudt, afwezig is of niets heeft staan, telt niet als voor.", _
        Array("Bereik met per deelnemer voor, tegen, onthouding of afwezig. Een ander woord geeft een fout, en meer stemmen dan deelnemers ook.", _
            "Stemmen voor die nodig zijn, altijd meer dan de helft van alle deelnemers; een ander aantal geeft een fout. Weggelaten: meer dan de helft van alle deelnemers.", _
            "Aantal deelnemers, bijvoorbeeld kader_aantal_deelnemers. Weggelaten: het laatst vastgestelde aantal.")
    ThisWorkbook.Saved = bewaard
End Sub
